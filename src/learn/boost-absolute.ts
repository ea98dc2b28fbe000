import type { Tree } from '../model/tree.ts'
import { hash32 } from '../random.ts'
import { drawBernoulli } from './bag.ts'
import { TreeFinisher } from './finish/tree-finisher.ts'
import { toFixedPoint } from './fixed-point.ts'
import { FIELD, type GrownTree } from './grown-tree.ts'
import type { BagKernel } from './kernel/bag-kernel.ts'
import type { GrowOptions } from './kernel/kernel.ts'
import type { TrainingRows } from './kernel/training-rows.ts'
import { leafMedians } from './leaf-medians.ts'
import { linkNodes } from './link-nodes.ts'
import { medianOf } from './median.ts'

/** What all rounds of boosting on absolute loss share. */
export interface AbsolutePlan extends Omit<GrowOptions, 'seed' | 'minGain'> {
  readonly rows: TrainingRows
  /** [numRows]. */
  readonly labels: Float64Array
  /** Index of each row in the whole table, [numRows]. */
  readonly rowIds: Uint32Array
  readonly subsamplingRate: number
  readonly minInfoGain: number
  readonly maxIter: number
  readonly stepSize: number
  /** Most edges of the first tree, which is added whole; 0 makes it a constant. */
  readonly firstMaxDepth: number
  readonly seed: number
}

/**
 * Grows boosted trees on absolute loss one after another, the first with weight 1, each later one with weight `stepSize`.
 *
 * Trees are fitted to the sign of what is left of the label, at first of its distance from the median; a leaf is the
 * median of what is left of its rows, those out of the bag too.
 *
 * Source: Friedman, Greedy Function Approximation, 2001, algorithm 3 (Spark ML, with loss "absolute", keeps means of
 * signs in its leaves).
 */
export function* boostAbsolute(kernel: BagKernel, plan: AbsolutePlan): Generator<Tree> {
  const { rows, labels } = plan
  const { numRows } = rows
  const finisher = new TreeFinisher(rows.binning)
  const median = medianOf(labels.slice())
  /** What the trees so far have left of the labels. */
  const left = labels.slice()
  const weights = new Uint8Array(numRows).fill(1)
  for (let index = 0; index < plan.maxIter; index++) {
    const center = index === 0 ? median : 0
    const target = toFixedPoint(left.map((value) => Math.sign(value - center)))
    const treeSeed = hash32(plan.seed, index)
    if (plan.subsamplingRate < 1) drawBernoulli(treeSeed, plan.subsamplingRate, plan.rowIds, weights)
    const root = kernel.takeBag(target.values, weights)
    const minGain = plan.minInfoGain / (target.step * target.step)
    const maxDepth = index === 0 ? Math.min(plan.maxDepth, plan.firstMaxDepth) : plan.maxDepth
    const options = { ...plan, maxDepth, minGain, seed: treeSeed }
    const { tree, grown } = finisher.finish([kernel.grow({ rows: root, path: 1 }, options)], target)
    const leaves = leavesOf(grown, rows)
    const medians = leafMedians(leaves, left, tree.numNodes)
    const weight = index === 0 ? 1 : plan.stepSize
    for (let row = 0; row < numRows; row++) left[row] -= weight * medians[leaves[row]]
    const prediction = tree.prediction.map((mean, node) => (tree.feature[node] < 0 ? medians[node] : mean))
    yield { ...tree, prediction }
  }
}

/** Gives the leaf that each row ends in, [numRows]. */
function leavesOf(grown: GrownTree, { codes, stride, numRows, binning, bundles }: TrainingRows): Int32Array {
  const { left, right } = linkNodes(grown)
  const leaves = new Int32Array(numRows)
  for (let row = 0; row < numRows; row++) {
    let node = 0
    for (;;) {
      const at = node * FIELD.count
      const feature = grown[at + FIELD.feature]
      if (feature < 0) break
      const { bundle, binOfCode } = bundles.features[feature]
      const bin = binOfCode[codes[row * stride + bundle]]
      const split = grown[at + FIELD.bin]
      const goesLeft = binning[feature].kind === 'one-hot' ? bin !== split : bin <= split
      node = goesLeft ? left[node] : right[node]
    }
    leaves[row] = node
  }
  return leaves
}
