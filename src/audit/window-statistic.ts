/** What can be made of the values of a window, oldest first. */
export interface WindowStatistic {
  readonly name: string
  /** Fewest values that it is made of. */
  readonly leastValues: number
  of(values: Float64Array): number
}

/** Statistics that people take of windows; each is tried on every window. */
export const windowStatistics: readonly WindowStatistic[] = [
  { name: 'mean', leastValues: 2, of: (values) => sumOf(values) / values.length },
  { name: 'sum', leastValues: 2, of: sumOf },
  {
    name: 'standard deviation (n - 1)',
    leastValues: 2,
    of: (values) => Math.sqrt(squares(values) / (values.length - 1)),
  },
  {
    name: 'standard deviation (n)',
    leastValues: 2,
    of: (values) => Math.sqrt(squares(values) / values.length),
  },
  { name: 'variance (n - 1)', leastValues: 2, of: (values) => squares(values) / (values.length - 1) },
  { name: 'variance (n)', leastValues: 2, of: (values) => squares(values) / values.length },
  { name: 'least', leastValues: 2, of: (values) => values.reduce((a, b) => Math.min(a, b)) },
  { name: 'largest', leastValues: 2, of: (values) => values.reduce((a, b) => Math.max(a, b)) },
  { name: 'median', leastValues: 3, of: medianOf },
  { name: 'range', leastValues: 2, of: rangeOf },
  { name: 'change', leastValues: 2, of: (values) => values[values.length - 1] - values[0] },
  { name: 'relative change', leastValues: 2, of: (values) => values[values.length - 1] / values[0] - 1 },
  { name: 'value', leastValues: 1, of: (values) => (values.length === 1 ? values[0] : Number.NaN) },
]

function sumOf(values: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]
  return sum
}

function squares(values: Float64Array): number {
  const mean = sumOf(values) / values.length
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += (values[at] - mean) ** 2
  return sum
}

function medianOf(values: Float64Array): number {
  const sorted = values.toSorted()
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

function rangeOf(values: Float64Array): number {
  return values.reduce((a, b) => Math.max(a, b)) - values.reduce((a, b) => Math.min(a, b))
}
