import type { FeatureMatrix } from '../model/feature-matrix.ts'
import { binRows, fitBins } from './bins.ts'
import { allocateBoostingRows, type BoostingNeed, type BoostingRows } from './kernel/boosting-rows.ts'
import { allocateRows, type TrainingRows } from './kernel/training-rows.ts'
import type { TrainingSet } from './training-set.ts'

/**
 * Cuts the features of a matrix into bins fitted on it, in memory that workers share.
 *
 * @param numKernels  How many kernels will work on the rows at a time.
 */
export function binMatrix(matrix: FeatureMatrix, maxBins: number, numKernels: number): TrainingRows {
  const binning = fitBins(matrix, maxBins)
  const rows = allocateRows(binning, matrix.numRows, numKernels)
  binRows(binning, matrix, rows.bins, rows.stride)
  return rows
}

/** Does the same for boosting, whose rows carry their labels. */
export function binForBoosting(
  training: TrainingSet,
  { maxBins, ...need }: BoostingNeed & { readonly maxBins: number },
): BoostingRows {
  const binning = fitBins(training.matrix, maxBins)
  const rows = allocateBoostingRows(binning, training, need)
  binRows(binning, training.matrix, rows.bins, rows.stride)
  return rows
}
