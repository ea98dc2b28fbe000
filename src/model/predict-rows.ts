import type { Ensemble } from './ensemble.ts'
import { type FeatureMatrix, writeDenseRows } from './feature-matrix.ts'
import { flattenTrees } from './predict/flat-trees.ts'
import { sumTrees } from './predict/sum-trees.ts'
import { TreePredictor } from './predict/tree-predictor.ts'
import type { RegressionModel } from './regression-model.ts'

/** Rows that are made dense at a time: enough that a tree stays in the cache while they pass it. */
const BLOCK_ROWS = 4096

/** What a model's trees were turned into once, for as long as the model lives; null where they have no flat form. */
const predictors = new WeakMap<Ensemble, TreePredictor | null>()

/**
 * Predicts every row of a matrix.
 *
 * Sums run in the order of Spark's (trees by index, slots by index), so that predictions agree.
 *
 * @returns Predictions in the label's unit, [numRows].
 */
export function predictRows(model: RegressionModel, matrix: FeatureMatrix): Float64Array {
  const predictions = new Float64Array(matrix.numRows)
  const predictor = model.kind === 'linear_regression' ? null : predictorOf(model)
  if (predictor !== null) {
    predictor.sumRows(matrix, predictions)
    divide(model, predictions)
    return predictions
  }
  const dense = new Float64Array(Math.min(BLOCK_ROWS, matrix.numRows) * matrix.numSlots)
  for (let start = 0; start < matrix.numRows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, matrix.numRows)
    writeDenseRows(matrix, start, end, dense)
    predictDense(model, dense, predictions.subarray(start, end))
  }
  return predictions
}

/**
 * Predicts rows that are given as full vectors.
 *
 * @param dense  Slots, row-major, at least [out.length, numFeatures]; read only.
 * @param out  Receives the predictions, [numRows].
 */
export function predictDense(model: RegressionModel, dense: Float64Array, out: Float64Array): void {
  if (model.kind === 'linear_regression') {
    predictLinear(model.coefficients, model.intercept, dense, out)
    return
  }
  const predictor = predictorOf(model)
  if (predictor === null) sumTrees(model.trees, weightsOf(model), dense, model.numFeatures, out)
  else predictor.sumDense(dense, out)
  divide(model, out)
}

function predictorOf(model: Ensemble): TreePredictor | null {
  const known = predictors.get(model)
  if (known !== undefined) return known
  const flat = flattenTrees(model.trees, weightsOf(model))
  const predictor = flat === null ? null : new TreePredictor(flat, model.numFeatures)
  predictors.set(model, predictor)
  return predictor
}

function weightsOf(model: Ensemble): Float64Array {
  return model.kind === 'random_forest' ? new Float64Array(model.trees.length).fill(1) : model.treeWeights
}

/** Turns the sums of a forest into means. */
function divide(model: RegressionModel, sums: Float64Array): void {
  if (model.kind === 'random_forest')
    for (let row = 0; row < sums.length; row++) sums[row] /= model.trees.length
}

function predictLinear(
  weights: Float64Array,
  intercept: number,
  dense: Float64Array,
  out: Float64Array,
): void {
  const numSlots = weights.length
  for (let row = 0, at = 0; row < out.length; row++, at += numSlots) {
    let sum = 0
    for (let slot = 0; slot < numSlots; slot++) sum += weights[slot] * dense[at + slot]
    out[row] = sum + intercept
  }
}
