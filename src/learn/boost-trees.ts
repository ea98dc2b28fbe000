import type { Tree } from '../model/tree.ts'
import { hash32 } from '../random.ts'
import { drawBernoulli } from './bag.ts'
import { toFixedPoint } from './fixed-point.ts'
import { type GrowOptions, growTree } from './grow-tree.ts'
import { mergeEqualLeaves, treeFromGrown } from './grown-tree.ts'
import type { TreeKernel } from './kernel/kernel.ts'
import type { TrainingRows } from './kernel/training-rows.ts'
import { leafMedians } from './leaf-medians.ts'
import { medianOf } from './median.ts'

/** What all rounds of boosting share. */
export interface BoostingPlan extends Omit<GrowOptions, 'seed' | 'minGain'> {
  readonly rows: TrainingRows
  /** [numRows]. */
  readonly labels: Float64Array
  /** Index of each row in the whole table, [numRows]. */
  readonly rowIds: Uint32Array
  readonly subsamplingRate: number
  readonly minInfoGain: number
  readonly maxIter: number
  readonly stepSize: number
  readonly lossType: 'squared' | 'absolute'
  /** Most edges of the first tree, which is added whole; 0 makes it a constant. */
  readonly firstMaxDepth: number
  readonly seed: number
}

/** How far boosting has come, by row: [numRows] each. */
interface Progress {
  readonly labels: Float64Array
  /** Sum of the weighted predictions so far. */
  readonly scores: Float64Array
  /** What the next tree is fitted to. */
  readonly targets: Float64Array
}

/**
 * Grows boosted trees one after another, the first with weight 1, each later one with weight `stepSize`.
 *
 * Of squared loss the first is fitted to the labels, a later one to twice the residual. Of absolute loss trees are
 * fitted to the sign of what is left of the label, at first of its distance from the median, and a leaf is the
 * median of what is left of its rows, those out of the bag too.
 *
 * Source: Spark ML, GradientBoostedTrees.boost, after Friedman, Greedy Function Approximation, 2001, whose leaves of
 * absolute loss these are (Spark keeps means of signs there); the factor of two is Spark's, so a stepSize of 0.1 is a
 * learning rate of 0.2.
 */
export function* boostTrees(kernel: TreeKernel, plan: BoostingPlan): Generator<Tree> {
  const { rows, labels } = plan
  const progress = {
    labels,
    scores: new Float64Array(rows.numRows),
    targets: firstTargets(plan),
  }
  const weights = new Uint8Array(rows.numRows).fill(1)
  const integers = new Int32Array(rows.numRows)
  for (let index = 0; index < plan.maxIter; index++) {
    const target = toFixedPoint(progress.targets, integers)
    const treeSeed = hash32(plan.seed, index)
    if (plan.subsamplingRate < 1) drawBernoulli(treeSeed, plan.subsamplingRate, plan.rowIds, weights)
    const bag = kernel.takeBag(target.values, weights)
    const minGain = plan.minInfoGain / (target.step * target.step)
    const maxDepth = index === 0 ? Math.min(plan.maxDepth, plan.firstMaxDepth) : plan.maxDepth
    const grown = mergeEqualLeaves(growTree(kernel, bag, { ...plan, maxDepth, minGain, seed: treeSeed }))
    const leaves = kernel.findLeaves(grown)
    const tree = withLeaves(treeFromGrown(grown, rows.binning, target), leaves, progress, plan.lossType)
    addPredictions(progress, tree.prediction, index === 0 ? 1 : plan.stepSize, leaves)
    setTargets(progress, plan.lossType)
    yield tree
  }
}

function firstTargets({ labels, lossType }: BoostingPlan): Float64Array {
  if (lossType === 'squared') return labels.slice()
  const median = medianOf(labels.slice())
  return labels.map((label) => Math.sign(label - median))
}

/** Gives the tree with the leaves of its loss. */
function withLeaves(
  tree: Tree,
  leaves: Int32Array,
  { labels, scores }: Progress,
  lossType: BoostingPlan['lossType'],
): Tree {
  if (lossType === 'squared') return tree
  const left = labels.map((label, row) => label - scores[row])
  const medians = leafMedians(leaves, left, tree.numNodes)
  return {
    ...tree,
    prediction: tree.prediction.map((mean, node) => (tree.feature[node] < 0 ? medians[node] : mean)),
  }
}

/** Adds the weighted prediction of the leaf that each row falls in. */
function addPredictions(
  { scores }: Progress,
  predictions: Float64Array,
  weight: number,
  leaves: Int32Array,
): void {
  for (let row = 0; row < scores.length; row++) scores[row] += weight * predictions[leaves[row]]
}

/** Sets what the next tree is fitted to: twice what is left of the label, or its sign. */
function setTargets({ labels, scores, targets }: Progress, lossType: BoostingPlan['lossType']): void {
  if (lossType === 'absolute') {
    for (let row = 0; row < targets.length; row++) targets[row] = Math.sign(labels[row] - scores[row])
    return
  }
  for (let row = 0; row < targets.length; row++) targets[row] = 2 * (labels[row] - scores[row])
}
