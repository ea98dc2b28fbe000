/**
 * A regression tree as parallel arrays, [numNodes] each: node 0 is the root, every left subtree stands
 * before its right one (pre-order), so a child's index is greater than its parent's.
 *
 * A row goes left where `x[feature] <= threshold`. Leaves have feature, left and right -1, threshold 0 and
 * gain -1. Sums run over the training rows of the node, counted as often as the bag holds them.
 */
export interface Tree {
  readonly numNodes: number
  /** Slot of the feature vector that the node asks about. */
  readonly feature: Int32Array
  readonly threshold: Float64Array
  readonly left: Int32Array
  readonly right: Int32Array
  /** Mean of the labels of the node. */
  readonly prediction: Float64Array
  /** Variance (divided by the number of rows) of the labels of the node. */
  readonly impurity: Float64Array
  /** Variance of the node less the weighted variances of its children. */
  readonly gain: Float64Array
  /** Number of rows of the node, with multiplicity. */
  readonly numRows: Float64Array
  /** Sum of the labels of the node. */
  readonly sum: Float64Array
  /** Sum of the squared labels of the node. */
  readonly sumSquares: Float64Array
}
