import { sumRows } from '../sum-rows.ts'

/** How far predictions lie from labels, in the label's unit but for r2. */
export interface RegressionMetrics {
  /** 1 - SSE / SST; can be negative. */
  readonly r2: number
  /** Root of the mean squared error. */
  readonly rmse: number
  /** Mean absolute error. */
  readonly mae: number
}

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
