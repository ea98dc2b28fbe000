import type { GradientBoostedTreesModel } from '../model/ensemble.ts'
import type { Params } from '../model/params.ts'
import { binForBoosting } from './bin-matrix.ts'
import { checkParams } from './params.ts'
import { timed } from './profile.ts'
import type { TrainingSet } from './training-set.ts'
import { boostingParams, numFeaturesPerNode } from './tree-params.ts'
import { growInWorkers, type RunOptions } from './tree-workers.ts'

/** With fewer rows for each, threads wait for each other more than they help. */
const ROWS_PER_KERNEL = 10_000

/**
 * Trains gradient-boosted trees on squared error.
 *
 * @throws FreeflowError `usage` for a parameter out of bounds, `interrupted` when the signal fires.
 *
 * Source: see boostTrees; parameters and defaults of Spark ML's GBTRegressor.
 */
export async function fitBoosting(
  training: TrainingSet,
  given: Params,
  options: RunOptions,
): Promise<GradientBoostedTreesModel> {
  const params = checkParams('gradient_boosted_trees', boostingParams, given)
  const { matrix } = training
  const maxIter = params.maxIter
  const stepSize = params.stepSize
  // kernels that share a tree cannot draw rows
  const canShare = params.subsamplingRate === 1 && params.maxDepth > 1
  const numKernels = canShare ? Math.min(options.threads, Math.ceil(matrix.numRows / ROWS_PER_KERNEL)) : 1
  const plan = {
    rows: timed(options.profiler, 'bins', matrix.numRows * matrix.features.length, () =>
      binForBoosting(training, { ...params, numKernels }),
    ),
    subsamplingRate: params.subsamplingRate,
    seed: params.seed,
    maxDepth: params.maxDepth,
    minInstancesPerNode: params.minInstancesPerNode,
    minInfoGain: params.minInfoGain,
    numSlots: matrix.numSlots,
    numDrawn: numFeaturesPerNode(params.featureSubsetStrategy, matrix.numSlots, 1),
    maxIter,
    stepSize,
  }
  const grown = await growInWorkers({ kind: 'boosting', plan }, maxIter, options)
  const trees = grown.flat()
  const treeWeights = new Float64Array(maxIter).fill(stepSize)
  treeWeights[0] = 1
  return { kind: 'gradient_boosted_trees', numFeatures: matrix.numSlots, trees, treeWeights, params }
}
