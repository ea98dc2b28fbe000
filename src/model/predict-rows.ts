import { type FeatureMatrix, writeDenseRows } from './feature-matrix.ts'
import type { RegressionModel } from './regression-model.ts'
import type { Tree } from './tree.ts'

/** Rows that are made dense at a time: enough that a tree stays in the cache while they pass it. */
const BLOCK_ROWS = 4096

/**
 * Predicts every row of a matrix.
 *
 * Sums run in the order of Spark's (trees by index, slots by index), so that predictions agree.
 *
 * @returns Predictions in the label's unit, [numRows].
 */
export function predictRows(model: RegressionModel, matrix: FeatureMatrix): Float64Array {
  const predictions = new Float64Array(matrix.numRows)
  const dense = new Float64Array(BLOCK_ROWS * matrix.numSlots)
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
  out.fill(0)
  model.trees.forEach((tree, index) => {
    const weight = model.kind === 'random_forest' ? 1 : model.treeWeights[index]
    addTree(tree, weight, dense, model.numFeatures, out)
  })
  if (model.kind === 'random_forest')
    for (let row = 0; row < out.length; row++) out[row] /= model.trees.length
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

function addTree(tree: Tree, weight: number, dense: Float64Array, numSlots: number, out: Float64Array): void {
  const { feature, threshold, left, right, prediction } = tree
  for (let row = 0, at = 0; row < out.length; row++, at += numSlots) {
    let node = 0
    let slot = feature[0]
    while (slot >= 0) {
      node = dense[at + slot] <= threshold[node] ? left[node] : right[node]
      slot = feature[node]
    }
    out[row] += weight * prediction[node]
  }
}
