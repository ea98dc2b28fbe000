import type { FeatureMatrix } from '../model/feature-matrix.ts'
import type { Binning } from './bins/bins.ts'
import { Bundler } from './bundles/bundler.ts'
import type { BundledRows } from './bundles/bundles.ts'
import { type CuttingOptions, cutColumns } from './cut-columns.ts'
import { allocateBoostingRows, type BoostingNeed, type BoostingRows } from './kernel/boosting-rows.ts'
import { allocateRows, type TrainingRows } from './kernel/training-rows.ts'
import type { TrainingSet } from './training-set.ts'

/** Cuts the features of a matrix into bins fitted on it, in memory that workers share. */
export async function binMatrix(
  matrix: FeatureMatrix,
  maxBins: number,
  options: CuttingOptions,
): Promise<TrainingRows> {
  const { binning, bundled } = await bundleMatrix(matrix, maxBins, options)
  return allocateRows(binning, bundled, numKernelsOf(options))
}

/** Does the same for boosting, whose rows carry their labels. */
export async function binForBoosting(
  training: TrainingSet,
  { maxBins, ...need }: Omit<BoostingNeed, 'numKernels'> & { readonly maxBins: number },
  options: CuttingOptions,
): Promise<BoostingRows> {
  const { binning, bundled } = await bundleMatrix(training.matrix, maxBins, options)
  const numKernels = numKernelsOf(options)
  return allocateBoostingRows(binning, bundled, training, { ...need, numKernels })
}

function numKernelsOf({ crew }: CuttingOptions): number {
  return crew?.numWorkers ?? 1
}

async function bundleMatrix(
  matrix: FeatureMatrix,
  maxBins: number,
  options: CuttingOptions,
): Promise<{ readonly binning: Binning; readonly bundled: BundledRows }> {
  const bundler = new Bundler(matrix.numRows)
  const binning: Binning[number][] = []
  for await (const { cut, bins } of cutColumns(matrix, maxBins, options)) {
    bundler.add(cut.numBins, bins)
    binning.push(cut)
  }
  return { binning, bundled: bundler.bundled() }
}
