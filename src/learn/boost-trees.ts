import type { Tree } from '../model/tree.ts'
import { hash32 } from '../random.ts'
import { drawBernoulli } from './bag.ts'
import { toFixedPoint } from './fixed-point.ts'
import { type GrowOptions, growTree } from './grow-tree.ts'
import { mergeEqualLeaves, treeFromGrown } from './grown-tree.ts'
import type { TreeKernel } from './kernel/kernel.ts'
import type { TrainingRows } from './kernel/training-rows.ts'

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
  readonly seed: number
}

/** How far boosting has come, by row: [numRows] each. */
interface Progress {
  readonly labels: Float64Array
  /** Sum of the weighted predictions so far. */
  readonly scores: Float64Array
  /** Twice what is left of the label. */
  readonly residuals: Float64Array
}

/**
 * Grows boosted trees one after another: the first on the labels with weight 1, each later one on twice the
 * residual with weight `stepSize`.
 *
 * Source: Spark ML, GradientBoostedTrees.boost with squared error, after Friedman, Greedy Function
 * Approximation, 2001; the factor of two is Spark's, so a stepSize of 0.1 is a learning rate of 0.2.
 */
export function* boostTrees(kernel: TreeKernel, plan: BoostingPlan): Generator<Tree> {
  const { rows, labels } = plan
  const progress = {
    labels,
    scores: new Float64Array(rows.numRows),
    residuals: new Float64Array(rows.numRows),
  }
  const weights = new Uint8Array(rows.numRows).fill(1)
  const integers = new Int32Array(rows.numRows)
  for (let index = 0; index < plan.maxIter; index++) {
    const target = toFixedPoint(index === 0 ? labels : progress.residuals, integers)
    const treeSeed = hash32(plan.seed, index)
    if (plan.subsamplingRate < 1) drawBernoulli(treeSeed, plan.subsamplingRate, plan.rowIds, weights)
    const bag = kernel.takeBag(target.values, weights)
    const minGain = plan.minInfoGain / (target.step * target.step)
    const grown = mergeEqualLeaves(growTree(kernel, bag, { ...plan, minGain, seed: treeSeed }))
    const tree = treeFromGrown(grown, rows.binning, target)
    addPredictions(progress, tree.prediction, index === 0 ? 1 : plan.stepSize, kernel.findLeaves(grown))
    yield tree
  }
}

/** Adds the weighted prediction of the leaf that each row falls in, and takes what is left of the label, twice. */
function addPredictions(
  { labels, scores, residuals }: Progress,
  predictions: Float64Array,
  weight: number,
  leaves: Int32Array,
): void {
  for (let row = 0; row < scores.length; row++) {
    const score = scores[row] + weight * predictions[leaves[row]]
    scores[row] = score
    residuals[row] = 2 * (labels[row] - score)
  }
}
