import type { GradientBoostedTreesModel } from '../model/ensemble.ts'
import type { Params } from '../model/params.ts'
import { binForBoosting, binMatrix } from './bin-matrix.ts'
import { checkParams } from './params.ts'
import { timed } from './profile.ts'
import type { TrainingSet } from './training-set.ts'
import { boostingParams, numFeaturesPerNode } from './tree-params.ts'
import type { TreeWork } from './tree-worker.ts'
import { growInWorkers, type RunOptions, withTreeWorkers } from './tree-workers.ts'

/** With fewer rows for each, threads wait for each other more than they help. */
const ROWS_PER_KERNEL = 10_000

/**
 * Trains gradient-boosted trees on squared or absolute error.
 *
 * @throws FreeflowError `usage` for a parameter out of bounds, `interrupted` when the signal fires.
 *
 * Source: see boostTrees and boostAbsolute; parameters and defaults of Spark ML's GBTRegressor.
 */
export async function fitBoosting(
  training: TrainingSet,
  given: Params,
  options: RunOptions,
): Promise<GradientBoostedTreesModel> {
  // Spark has no such parameter, so its files cannot carry it
  const { firstMaxDepth, ...params } = checkParams('gradient_boosted_trees', boostingParams, given)
  const { matrix } = training
  const maxIter = params.maxIter
  const stepSize = params.stepSize
  const shared = {
    subsamplingRate: params.subsamplingRate,
    seed: params.seed,
    maxDepth: params.maxDepth,
    firstMaxDepth,
    minInstancesPerNode: params.minInstancesPerNode,
    minInfoGain: params.minInfoGain,
    numSlots: matrix.numSlots,
    numDrawn: numFeaturesPerNode(params.featureSubsetStrategy, matrix.numSlots, 1),
    maxIter,
    stepSize,
  }
  const isAbsolute = params.lossType === 'absolute'
  const numKernels = numBoostingKernels(given, matrix.numRows, options.threads)
  const numBinned = matrix.numRows * matrix.features.length
  const grown = await withTreeWorkers(numKernels, async (crew) => {
    const binning = { crew, profiler: options.profiler }
    const work = await timed(options.profiler, 'bins', numBinned, async (): Promise<TreeWork> => {
      if (!isAbsolute)
        return {
          kind: 'boosting',
          plan: { ...shared, rows: await binForBoosting(training, params, binning) },
        }
      const rows = await binMatrix(matrix, params.maxBins, binning)
      return { kind: 'absolute', plan: { ...shared, rows, labels: training.labels, rowIds: training.rowIds } }
    })
    return growInWorkers(crew, work, maxIter, options)
  })
  const trees = grown.flat()
  const treeWeights = new Float64Array(maxIter).fill(stepSize)
  treeWeights[0] = 1
  return { kind: 'gradient_boosted_trees', numFeatures: matrix.numSlots, trees, treeWeights, params }
}

/**
 * Gives the number of threads that grow each tree of a boosting together, at most `threads`.
 *
 * @throws FreeflowError `usage` for a parameter out of bounds.
 */
export function numBoostingKernels(given: Params, numRows: number, threads: number): number {
  const params = checkParams('gradient_boosted_trees', boostingParams, given)
  // kernels that share a tree cannot draw rows, and have no absolute loss
  const canShare = params.subsamplingRate === 1 && params.maxDepth > 1 && params.lossType === 'squared'
  return canShare ? Math.min(threads, Math.ceil(numRows / ROWS_PER_KERNEL)) : 1
}
