import type { FeatureMatrix } from '../model/feature-matrix.ts'
import { BinCode } from './bins/bin-code.ts'
import { type Binning, binFeature, fitBins } from './bins/bins.ts'
import { Bundler } from './bundles/bundler.ts'
import type { BundledRows } from './bundles/bundles.ts'
import { allocateBoostingRows, type BoostingNeed, type BoostingRows } from './kernel/boosting-rows.ts'
import { allocateRows, type TrainingRows } from './kernel/training-rows.ts'
import type { TrainingSet } from './training-set.ts'

/**
 * Cuts the features of a matrix into bins fitted on it, in memory that workers share.
 *
 * @param numKernels  How many kernels will work on the rows at a time.
 */
export function binMatrix(matrix: FeatureMatrix, maxBins: number, numKernels: number): TrainingRows {
  const code = new BinCode(matrix.numRows)
  const binning = fitBins(matrix, maxBins, code)
  return allocateRows(binning, bundleMatrix(matrix, binning, code), numKernels)
}

/** Does the same for boosting, whose rows carry their labels. */
export function binForBoosting(
  training: TrainingSet,
  { maxBins, ...need }: BoostingNeed & { readonly maxBins: number },
): BoostingRows {
  const code = new BinCode(training.matrix.numRows)
  const binning = fitBins(training.matrix, maxBins, code)
  return allocateBoostingRows(binning, bundleMatrix(training.matrix, binning, code), training, need)
}

function bundleMatrix({ numRows, features }: FeatureMatrix, binning: Binning, code: BinCode): BundledRows {
  const bundler = new Bundler(numRows)
  features.forEach((feature, at) => {
    const bins = new Uint8Array(numRows)
    binFeature(binning[at], feature, bins, code)
    bundler.add(binning[at].numBins, bins)
  })
  return bundler.bundled()
}
