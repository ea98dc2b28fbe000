import type { RegressionMetrics } from './regression.ts'

/** What metrics need of the rows of one day. */
export interface DaySums {
  readonly n: number
  readonly sumLabels: number
  readonly sumSquaredLabels: number
  readonly sumSquaredErrors: number
  readonly sumAbsoluteErrors: number
}

/**
 * Adds up the errors of each day.
 *
 * @param labels  [numRows], as `predictions`.
 * @param days.codes  Index of the day of each row, [numRows], all below `days.numDays`.
 * @returns [numDays].
 */
export function sumDays(
  labels: Float64Array,
  predictions: Float64Array,
  { codes, numDays }: { readonly codes: Int32Array; readonly numDays: number },
): DaySums[] {
  const numSums = 5
  const sums = new Float64Array(numDays * numSums)
  for (let row = 0; row < labels.length; row++) {
    const at = codes[row] * numSums
    const error = labels[row] - predictions[row]
    sums[at]++
    sums[at + 1] += labels[row]
    sums[at + 2] += labels[row] * labels[row]
    sums[at + 3] += error * error
    sums[at + 4] += Math.abs(error)
  }
  return Array.from({ length: numDays }, (_, day) => {
    const [n, sumLabels, sumSquaredLabels, sumSquaredErrors, sumAbsoluteErrors] = sums.subarray(day * numSums)
    return { n, sumLabels, sumSquaredLabels, sumSquaredErrors, sumAbsoluteErrors }
  })
}

/** Gives the metrics of the days together, at least one row; as `regressionMetrics` but for rounding. */
export function metricsOfDays(days: readonly DaySums[]): RegressionMetrics {
  const total = (of: (day: DaySums) => number) => days.reduce((sum, day) => sum + of(day), 0)
  const n = total((day) => day.n)
  const sumLabels = total((day) => day.sumLabels)
  const sst = total((day) => day.sumSquaredLabels) - (sumLabels * sumLabels) / n
  const sse = total((day) => day.sumSquaredErrors)
  const mae = total((day) => day.sumAbsoluteErrors) / n
  return { r2: sst > 0 ? 1 - sse / sst : 0, rmse: Math.sqrt(sse / n), mae }
}
