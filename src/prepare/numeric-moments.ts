/**
 * Measures mean and sample deviation (n - 1) of some numbers, of one at least; a single one has deviation 0.
 *
 * Two passes (mean first), so that large values with a small spread lose no digits.
 */
export function numericMoments(values: Float64Array): { mean: number; std: number } {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]
  const mean = sum / values.length
  let squares = 0
  for (let at = 0; at < values.length; at++) {
    const distance = values[at] - mean
    squares += distance * distance
  }
  return { mean, std: sampleDeviation(squares, values.length) }
}

/** Gives the sample deviation of `numRows` values, given the sum of their squared distances from the mean. */
export function sampleDeviation(sumSquares: number, numRows: number): number {
  return numRows > 1 ? Math.sqrt(sumSquares / (numRows - 1)) : 0
}
