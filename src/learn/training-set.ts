import type { FeatureMatrix } from '../model/feature-matrix.ts'

/** Rows to learn from. */
export interface TrainingSet {
  readonly matrix: FeatureMatrix
  /** What is to be predicted, finite, [numRows]. */
  readonly labels: Float64Array
  /** Index of each row in the whole table, [numRows]: a row is drawn by it, whatever stands beside it. */
  readonly rowIds: Uint32Array
}
