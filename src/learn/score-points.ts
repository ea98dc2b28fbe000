import { type RegressionMetrics, regressionMetrics } from '../metrics/regression.ts'
import type { GradientBoostedTreesModel, RandomForestModel } from '../model/ensemble.ts'
import { type FeatureMatrix, writeDenseRows } from '../model/feature-matrix.ts'
import type { Params } from '../model/params.ts'
import { predictRows } from '../model/predict-rows.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import type { Tree } from '../model/tree.ts'

/** Rows that are made dense at a time. */
const BLOCK_ROWS = 4096

/**
 * Scores the models that a fitted one contains, each exactly as if it had been fitted on its own.
 *
 * Every tree is walked once for all depths, and sums are scored where a number of trees is reached.
 *
 * @param points  Parameters of the models asked for; numTrees, maxIter and maxDepth at most the fitted ones.
 * @returns Metrics on the given rows, one a point.
 */
export function scorePoints(
  model: RegressionModel,
  matrix: FeatureMatrix,
  labels: Float64Array,
  points: readonly Params[],
): RegressionMetrics[] {
  if (model.kind === 'linear_regression') {
    const metrics = regressionMetrics(labels, predictRows(model, matrix))
    return points.map(() => metrics)
  }
  const sizes = points.map((point) => ({ numTrees: numTreesOf(model, point), depth: depthOf(model, point) }))
  const predictions = predictNested(model, matrix, sizes)
  return predictions.map((predicted) => regressionMetrics(labels, predicted))
}

/** A part of an ensemble: its first trees, cut off at a depth. */
interface EnsembleSize {
  readonly numTrees: number
  readonly depth: number
}

type Ensemble = RandomForestModel | GradientBoostedTreesModel

function numTreesOf(model: Ensemble, point: Params): number {
  return Number(point[model.kind === 'random_forest' ? 'numTrees' : 'maxIter'] ?? model.trees.length)
}

/** A boosted tree depends on the depth of the trees before it, so only a forest can be cut off. */
function depthOf(model: Ensemble, point: Params): number {
  return model.kind === 'random_forest'
    ? Number(point['maxDepth'] ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY
}

/** Predicts the rows with each part of the ensemble, [sizes][numRows]. */
function predictNested(
  model: Ensemble,
  matrix: FeatureMatrix,
  sizes: readonly EnsembleSize[],
): Float64Array[] {
  const { numRows, numSlots } = matrix
  const depths = [...new Set(sizes.map(({ depth }) => depth))].sort((a, b) => a - b)
  const numTrees = Math.max(...sizes.map((size) => size.numTrees))
  const predictions = sizes.map(() => new Float64Array(numRows))
  const dense = new Float64Array(BLOCK_ROWS * numSlots)
  for (let start = 0; start < numRows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, numRows)
    writeDenseRows(matrix, start, end, dense)
    const sums = depths.map(() => new Float64Array(end - start))
    for (let index = 0; index < numTrees; index++) {
      const weight = model.kind === 'random_forest' ? 1 : model.treeWeights[index]
      addTreeAtDepths(model.trees[index], weight, { dense, numSlots }, depths, sums)
      sizes.forEach((size, at) => {
        if (size.numTrees !== index + 1) return
        const divisor = model.kind === 'random_forest' ? size.numTrees : 1
        const sum = sums[depths.indexOf(size.depth)]
        predictions[at].set(divisor === 1 ? sum : sum.map((value) => value / divisor), start)
      })
    }
  }
  return predictions
}

/** Adds what a tree predicts when it is cut off at each depth, in one walk down; depths ascend. */
function addTreeAtDepths(
  tree: Tree,
  weight: number,
  { dense, numSlots }: { readonly dense: Float64Array; readonly numSlots: number },
  depths: readonly number[],
  sums: readonly Float64Array[],
): void {
  const { feature, threshold, left, right, prediction } = tree
  const numRows = sums[0].length
  for (let row = 0, at = 0; row < numRows; row++, at += numSlots) {
    let node = 0
    let depth = 0
    for (let which = 0; which < depths.length; which++) {
      const limit = depths[which]
      while (depth < limit && feature[node] >= 0) {
        node = dense[at + feature[node]] <= threshold[node] ? left[node] : right[node]
        depth++
      }
      sums[which][row] += weight * prediction[node]
    }
  }
}
