import { hash32 } from '../random.ts'
import type { FixedPoint } from './fixed-point.ts'
import type { GrownTree } from './grown-tree.ts'
import { type BagKernel, MAX_TOGETHER } from './kernel/bag-kernel.ts'
import type { GrowTogetherOptions } from './kernel/kernel.ts'
import type { TrainingRows } from './kernel/training-rows.ts'
import { type SharedTasks, takeTasks } from './shared-tasks.ts'

/** What all trees share of forests that differ in their smallest leaf alone. */
export interface ForestPlan extends Omit<GrowTogetherOptions, 'seed'> {
  readonly rows: TrainingRows
  readonly target: FixedPoint
  /** Index of each row in the whole table, [numRows]. */
  readonly rowIds: Uint32Array
  readonly subsamplingRate: number
  readonly seed: number
  /** Value of minInstancesPerNode of each forest, ascending. */
  readonly leastRows: readonly number[]
  readonly numTrees: number
  /** One for each index of a tree; each thread grows those that it takes. */
  readonly tasks: SharedTasks
}

/** Trees of one index, one a forest, as they were grown. */
export interface ForestTrees {
  readonly index: number
  readonly grown: readonly GrownTree[]
}

/** Grows index after index, as long as there are some that no thread has taken. */
export function* growForestTrees(kernel: BagKernel, plan: ForestPlan): Generator<ForestTrees> {
  for (const index of takeTasks(plan.tasks, plan.numTrees))
    yield { index, grown: growTrees(kernel, plan, index) }
}

/** Grows tree `index` of each forest; it depends on the seed and its index, not on the trees before it. */
function growTrees(kernel: BagKernel, plan: ForestPlan, index: number): GrownTree[] {
  const treeSeed = hash32(plan.seed, index)
  const { rowIds, subsamplingRate: rate } = plan
  const trees: GrownTree[] = []
  for (let at = 0; at < plan.leastRows.length; at += MAX_TOGETHER) {
    const leastRows = plan.leastRows.slice(at, at + MAX_TOGETHER)
    const rows = kernel.drawBag(plan.target.values, { treeSeed, rate, rowIds })
    trees.push(...kernel.growTogether({ rows, path: 1 }, { ...plan, seed: treeSeed }, leastRows))
  }
  return trees
}
