import type { Tree } from '../model/tree.ts'
import { hash32 } from '../random.ts'
import { drawPoisson } from './bag.ts'
import type { GrowOptions } from './choose-split.ts'
import type { FixedPoint } from './fixed-point.ts'
import { growTree } from './grow-tree.ts'
import { mergeEqualLeaves, treeFromGrown } from './grown-tree.ts'
import type { BagKernel } from './kernel/bag-kernel.ts'
import type { TrainingRows } from './kernel/training-rows.ts'

/** What all trees of a forest share. */
export interface ForestPlan extends Omit<GrowOptions, 'seed'> {
  readonly rows: TrainingRows
  readonly target: FixedPoint
  /** Index of each row in the whole table, [numRows]. */
  readonly rowIds: Uint32Array
  readonly subsamplingRate: number
  readonly seed: number
}

/** Grows tree `index` of a forest; it depends on the seed and its index, not on the trees before it. */
export function growForestTree(kernel: BagKernel, plan: ForestPlan, index: number): Tree {
  const treeSeed = hash32(plan.seed, index)
  const weights = new Uint8Array(plan.rows.numRows)
  drawPoisson(treeSeed, plan.subsamplingRate, plan.rowIds, weights)
  const rows = kernel.takeBag(plan.target.values, weights)
  const grown = growTree(kernel, { rows, path: 1 }, { ...plan, seed: treeSeed })
  return treeFromGrown(mergeEqualLeaves(grown), plan.rows.binning, plan.target)
}
