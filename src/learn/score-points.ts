import { type RegressionMetrics, regressionMetrics } from '../metrics/regression.ts'
import type { Ensemble } from '../model/ensemble.ts'
import type { FeatureMatrix } from '../model/feature-matrix.ts'
import type { Params } from '../model/params.ts'
import { predictParts } from '../model/predict-parts.ts'
import { predictRows } from '../model/predict-rows.ts'
import type { RegressionModel } from '../model/regression-model.ts'

/**
 * Scores the models that a fitted one contains, each exactly as if it had been fitted on its own.
 *
 * Sums are scored where a number of trees is reached, and walks end at a depth.
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
  const parts = points.map((point) => ({ numTrees: numTreesOf(model, point), depth: depthOf(model, point) }))
  return predictParts(model, matrix, parts).map((predicted) => regressionMetrics(labels, predicted))
}

function numTreesOf(model: Ensemble, point: Params): number {
  return Number(point[model.kind === 'random_forest' ? 'numTrees' : 'maxIter'] ?? model.trees.length)
}

/** A boosted tree depends on the depth of the trees before it, so only a forest can be cut off. */
function depthOf(model: Ensemble, point: Params): number {
  return model.kind === 'random_forest'
    ? Number(point['maxDepth'] ?? Number.POSITIVE_INFINITY)
    : Number.POSITIVE_INFINITY
}
