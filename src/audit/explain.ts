import { hash32 } from '../random.ts'

/**
 * Gives the share of the variance of values that an order of the rows explains, whatever the function: 1 less the mean
 * square of what a value differs from its neighbours in the order.
 *
 * Rows of equal keys have no order; they are compared with their mean.
 *
 * @param order  Rows by key.
 * @param keys,values  [numRows]; only those at `order` are read.
 *
 * Source: von Neumann, Distribution of the Ratio of the Mean Square Successive Difference to the Variance, 1941.
 */
export function explainedShare(order: Uint32Array, keys: Float64Array, values: Float64Array): number {
  const count = order.length
  let [sum, squares] = [0, 0]
  for (const row of order) {
    sum += values[row]
    squares += values[row] ** 2
  }
  const variance = squares / count - (sum / count) ** 2
  let unexplained = 0
  let start = 0
  let last = -1
  while (start < count) {
    let end = start
    let groupSum = 0
    while (end < count && keys[order[end]] === keys[order[start]]) groupSum += values[order[end++]]
    const mean = groupSum / (end - start)
    if (end - start > 1) {
      const size = end - start
      for (let at = start; at < end; at++)
        unexplained += ((values[order[at]] - mean) ** 2 * size) / (size - 1)
    } else {
      const next = end < count ? order[end] : -1
      unexplained += squaredStep(values, order[start], last, next)
    }
    last = order[end - 1]
    start = end
  }
  return variance > 0 ? 1 - unexplained / count / variance : 0
}

/** Half the mean square of the steps to the rows before and after, of those that there are. */
function squaredStep(values: Float64Array, row: number, before: number, after: number): number {
  const steps = [before, after]
    .filter((other) => other >= 0)
    .map((other) => (values[row] - values[other]) ** 2)
  return steps.length === 0 ? 0 : steps.reduce((sum, step) => sum + step, 0) / steps.length / 2
}

/** Gives the largest share that orders explain when the values are dealt to the rows by chance. */
export function explainedByChance(
  order: Uint32Array,
  keys: Float64Array,
  values: Float64Array,
  { seed, numTrials }: { readonly seed: number; readonly numTrials: number },
): number {
  let largest = Number.NEGATIVE_INFINITY
  const dealt = values.slice()
  for (let trial = 0; trial < numTrials; trial++) {
    const from = order.slice()
    for (let at = from.length - 1; at > 0; at--) {
      const other = hash32(seed, trial, at) % (at + 1)
      const kept = from[at]
      from[at] = from[other]
      from[other] = kept
    }
    order.forEach((row, at) => {
      dealt[row] = values[from[at]]
    })
    largest = Math.max(largest, explainedShare(order, keys, dealt))
  }
  return largest
}
