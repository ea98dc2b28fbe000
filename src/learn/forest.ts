import type { RandomForestModel } from '../model/ensemble.ts'
import type { Params } from '../model/params.ts'
import { binMatrix } from './bin-matrix.ts'
import { toFixedPoint } from './fixed-point.ts'
import { checkParams } from './params.ts'
import { timed } from './profile.ts'
import { shareTasks } from './shared-tasks.ts'
import type { TrainingSet } from './training-set.ts'
import { forestParams, numFeaturesPerNode } from './tree-params.ts'
import { growInWorkers, type RunOptions, withTreeWorkers } from './tree-workers.ts'

/**
 * Trains a random forest.
 *
 * Each tree sees a bag of the rows and each node a draw of the slots; both depend on the seed, the tree, the
 * row and the path of the node alone, so the model is the same for any number of threads, and the first n
 * trees of a larger forest are the forest of n trees.
 *
 * @throws FreeflowError `usage` for a parameter out of bounds, `interrupted` when the signal fires.
 *
 * Source: Breiman, Random Forests, 2001; parameters and defaults of Spark ML.
 */
export async function fitForest(
  training: TrainingSet,
  given: Params,
  options: RunOptions,
): Promise<RandomForestModel> {
  const [model] = await fitForests(training, [given], options)
  return model
}

/**
 * Trains forests that differ in minInstancesPerNode alone, each as `fitForest` does; what their trees have in common,
 * which is nearly all, is grown once.
 *
 * @returns One forest for each of the parameters, in their order.
 * @throws FreeflowError as `fitForest`.
 */
export async function fitForests(
  training: TrainingSet,
  given: readonly Params[],
  options: RunOptions,
): Promise<RandomForestModel[]> {
  const all = given.map((one) => checkParams('random_forest', forestParams, one))
  const leastRows = [...new Set(all.map((one) => one.minInstancesPerNode))].sort((a, b) => a - b)
  const [params] = all
  const { matrix } = training
  const { profiler } = options
  const numWorkers = Math.min(options.threads, params.numTrees)
  const grown = await withTreeWorkers(numWorkers, async (crew) => {
    const target = toFixedPoint(training.labels)
    const plan = {
      rows: await timed(profiler, 'bins', matrix.numRows * matrix.features.length, () =>
        binMatrix(matrix, params.maxBins, { crew, profiler }),
      ),
      target,
      rowIds: training.rowIds,
      subsamplingRate: params.subsamplingRate,
      seed: params.seed,
      maxDepth: params.maxDepth,
      leastRows,
      numTrees: params.numTrees,
      tasks: shareTasks(),
      minGain: params.minInfoGain / (target.step * target.step),
      numSlots: matrix.numSlots,
      numDrawn: numFeaturesPerNode(params.featureSubsetStrategy, matrix.numSlots, params.numTrees),
    }
    return growInWorkers(crew, { kind: 'forest', plan }, params.numTrees, options)
  })
  return all.map((one) => {
    const forest = leastRows.indexOf(one.minInstancesPerNode)
    const trees = grown.map((ofIndex) => ofIndex[forest])
    return { kind: 'random_forest', numFeatures: matrix.numSlots, trees, params: one }
  })
}
