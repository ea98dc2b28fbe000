import type { Category } from './category.ts'

/** Statistics of each group by name, [numGroups]; NaN for a group without rows. */
export type GroupStatistics = ReadonlyMap<string, Float64Array>

const quantiles = [
  ['median', 0.5],
  ['5th percentile', 0.05],
  ['10th percentile', 0.1],
  ['15th percentile', 0.15],
  ['25th percentile', 0.25],
  ['75th percentile', 0.75],
  ['85th percentile', 0.85],
  ['90th percentile', 0.9],
  ['95th percentile', 0.95],
  ['least', 0],
  ['largest', 1],
] as const

/** Takes statistics of values by group. Percentiles lie on the line between neighbours. */
export function groupStatistics(
  values: Float64Array,
  rows: Uint32Array,
  { codes, numGroups }: Category,
): GroupStatistics {
  const counts = new Uint32Array(numGroups)
  for (const row of rows) if (codes[row] >= 0) counts[codes[row]]++
  const parts = Array.from(counts, (count) => new Float64Array(count))
  const filled = new Uint32Array(numGroups)
  for (const row of rows) {
    const group = codes[row]
    if (group >= 0) parts[group][filled[group]++] = values[row]
  }
  for (const part of parts) part.sort()
  const by = (statistic: (sorted: Float64Array) => number) =>
    Float64Array.from(parts, (part) => (part.length === 0 ? Number.NaN : statistic(part)))
  const means = by(meanOf)
  return new Map([
    ['mean', means],
    ['sum', by((part) => meanOf(part) * part.length)],
    ['standard deviation (n - 1)', by((part) => Math.sqrt(squaresOf(part) / (part.length - 1)))],
    ['standard deviation (n)', by((part) => Math.sqrt(squaresOf(part) / part.length))],
    ...quantiles.map(([name, share]) => [name, by((part) => quantileOf(part, share))] as const),
  ])
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]
  return sum / values.length
}

function squaresOf(values: Float64Array): number {
  const mean = meanOf(values)
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
}

function quantileOf(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1)
  const low = Math.floor(place)
  const high = Math.min(low + 1, sorted.length - 1)
  return sorted[low] + (place - low) * (sorted[high] - sorted[low])
}
