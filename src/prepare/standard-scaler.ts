/**
 * Scales each slot of a vector to mean 0 and deviation 1: (x - mean) * (1 / std), in this order of operations,
 * so that predictions equal Spark's to the last bit; a slot of deviation 0 becomes 0.
 */
export interface StandardScalerModel {
  readonly kind: 'StandardScalerModel'
  readonly inputCol: string
  readonly outputCol: string
  /** Mean of each slot over the training rows, [numSlots]. */
  readonly mean: Float64Array
  /** Sample deviation (n - 1) of each slot over the training rows, [numSlots]. */
  readonly std: Float64Array
  readonly withMean: boolean
  readonly withStd: boolean
}
