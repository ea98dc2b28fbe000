import { sumRows } from '../sum-rows.ts'

/**
 * Measures mean and sample deviation (n - 1) of some numbers, of one at least; a single one has deviation 0.
 *
 * Two passes, both over differences (from the first value, from the mean), so that large values with a small
 * spread lose no digits and equal values have deviation 0 exactly.
 */
export function numericMoments(values: Float64Array): { mean: number; std: number } {
  const numRows = values.length
  const mean = values[0] + sumRows(numRows, (row) => values[row] - values[0]) / numRows
  const squares = sumRows(numRows, (row) => (values[row] - mean) * (values[row] - mean))
  return { mean, std: sampleDeviation(squares, numRows) }
}

/** Gives the sample deviation of `numRows` values, given the sum of their squared distances from the mean. */
export function sampleDeviation(sumSquares: number, numRows: number): number {
  return numRows > 1 ? Math.sqrt(sumSquares / (numRows - 1)) : 0
}
