/** How far predictions lie from labels, in the label's unit but for r2. */
export interface RegressionMetrics {
  /** 1 - SSE / SST; can be negative. */
  readonly r2: number
  /** Root of the mean squared error. */
  readonly rmse: number
  /** Mean absolute error. */
  readonly mae: number
}

/** Rows of one partial sum: sums of doubles run in fixed blocks, so the result is the same everywhere. */
const BLOCK_ROWS = 65_536

/**
 * Compares predictions with labels, both [numRows], at least one row.
 *
 * r2 of constant labels is 0, as there is nothing to explain. Source: Spark ML, RegressionEvaluator.
 */
export function regressionMetrics(labels: Float64Array, predictions: Float64Array): RegressionMetrics {
  const numRows = labels.length
  const mean = sumRows(numRows, (row) => labels[row]) / numRows
  const sst = sumRows(numRows, (row) => (labels[row] - mean) ** 2)
  const sse = sumRows(numRows, (row) => (labels[row] - predictions[row]) ** 2)
  const absolute = sumRows(numRows, (row) => Math.abs(labels[row] - predictions[row]))
  return { r2: sst > 0 ? 1 - sse / sst : 0, rmse: Math.sqrt(sse / numRows), mae: absolute / numRows }
}

/** Adds up a value of each row, block by block. */
function sumRows(numRows: number, valueAt: (row: number) => number): number {
  let total = 0
  for (let start = 0; start < numRows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, numRows)
    let sum = 0
    for (let row = start; row < end; row++) sum += valueAt(row)
    total += sum
  }
  return total
}
