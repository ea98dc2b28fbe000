import { hash32 } from '../random.ts'
import type { Scale } from './fixed-point.ts'
import type { GrownParts } from './grown-tree.ts'
import type { BoostingKernel } from './kernel/boosting-kernel.ts'
import type { BoostingRows } from './kernel/boosting-rows.ts'
import type { GrowOptions } from './kernel/kernel.ts'

/** What all rounds of boosting share. */
export interface BoostingPlan extends Omit<GrowOptions, 'seed' | 'minGain'> {
  readonly rows: BoostingRows
  readonly subsamplingRate: number
  readonly minInfoGain: number
  readonly maxIter: number
  readonly stepSize: number
  /** Most edges of the first tree, which is added whole; 0 makes it a constant. */
  readonly firstMaxDepth: number
  readonly seed: number
}

/** What one thread has grown of a tree, and how its targets are meant. */
export interface BoostedTree {
  readonly parts: GrownParts
  readonly scale: Scale
}

/**
 * Grows boosted trees one after another: the first on the labels with weight 1, each later one on twice the
 * residual with weight `stepSize`.
 *
 * Where several threads grow each tree together, all of them run this with the same plan.
 *
 * @returns What this thread has grown of each tree.
 *
 * Source: Spark ML, GradientBoostedTrees.boost with squared error, after Friedman, Greedy Function
 * Approximation, 2001; the factor of two is Spark's, so a stepSize of 0.1 is a learning rate of 0.2.
 */
export function* boostTrees(kernel: BoostingKernel, plan: BoostingPlan): Generator<BoostedTree> {
  const { subsamplingRate, minInfoGain, stepSize } = plan
  for (let index = 0; index < plan.maxIter; index++) {
    const treeSeed = hash32(plan.seed, index)
    const first = { factor: 1, weight: 1 } as const
    const later = { factor: 2, weight: stepSize } as const
    const { root, scale } = kernel.startTree({ treeSeed, subsamplingRate, ...(index === 0 ? first : later) })
    const maxDepth = index === 0 ? Math.min(plan.maxDepth, plan.firstMaxDepth) : plan.maxDepth
    const options = { ...plan, maxDepth, minGain: minInfoGain / (scale.step * scale.step), seed: treeSeed }
    const parts = kernel.growParts(root, options)
    // of kernels that share a tree each has drawn all rows
    kernel.endTree(parts)
    yield { scale, parts }
  }
}
