import type { Params } from './params.ts'

/** Linear regression: intercept plus the weighted sum of the slots. */
export interface LinearRegressionModel {
  readonly kind: 'linear_regression'
  /** Length of the feature vector. */
  readonly numFeatures: number
  /** Weight of each slot, [numFeatures]. */
  readonly coefficients: Float64Array
  readonly intercept: number
  readonly params: Params
}
