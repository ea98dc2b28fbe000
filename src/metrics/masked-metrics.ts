/** How far predictions lie from labels that are above 0: a speed of 0 often means that nothing was measured. */
export interface MaskedMetrics {
  /** Rows with a label above 0. */
  readonly n: number
  readonly rmse: number
  readonly mae: number
  /** Mean of the absolute error as a share of the label. */
  readonly mape: number
}

/**
 * Compares predictions with those labels that are above 0, both [numRows]; `null` if there is none.
 *
 * Source: the masked measures of Li et al., Diffusion Convolutional Recurrent Neural Network, 2018.
 */
export function maskedMetrics(labels: Float64Array, predictions: Float64Array): MaskedMetrics | null {
  let n = 0
  let squares = 0
  let absolute = 0
  let shares = 0
  for (let row = 0; row < labels.length; row++) {
    if (!(labels[row] > 0)) continue
    const error = Math.abs(labels[row] - predictions[row])
    n++
    squares += error * error
    absolute += error
    shares += error / labels[row]
  }
  return n === 0 ? null : { n, rmse: Math.sqrt(squares / n), mae: absolute / n, mape: shares / n }
}
