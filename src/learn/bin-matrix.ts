import type { FeatureMatrix } from '../model/feature-matrix.ts'
import { binRows, fitBins } from './bins.ts'
import { allocateRows, type TrainingRows } from './kernel/training-rows.ts'

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
