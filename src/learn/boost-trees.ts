import type { Tree } from '../model/tree.ts'
import { hash32 } from '../random.ts'
import { type GrowOptions, growTree } from './grow-tree.ts'
import { mergeEqualLeaves, treeFromGrown } from './grown-tree.ts'
import type { BoostingKernel } from './kernel/boosting-kernel.ts'
import type { BoostingRows } from './kernel/boosting-rows.ts'

/** What all rounds of boosting share. */
export interface BoostingPlan extends Omit<GrowOptions, 'seed' | 'minGain'> {
  readonly rows: BoostingRows
  readonly subsamplingRate: number
  readonly minInfoGain: number
  readonly maxIter: number
  readonly stepSize: number
  readonly seed: number
}

/**
 * Grows boosted trees one after another: the first on the labels with weight 1, each later one on twice the
 * residual with weight `stepSize`.
 *
 * Source: Spark ML, GradientBoostedTrees.boost with squared error, after Friedman, Greedy Function
 * Approximation, 2001; the factor of two is Spark's, so a stepSize of 0.1 is a learning rate of 0.2.
 */
export function* boostTrees(kernel: BoostingKernel, plan: BoostingPlan): Generator<Tree> {
  const { rows, subsamplingRate, minInfoGain, stepSize } = plan
  for (let index = 0; index < plan.maxIter; index++) {
    const treeSeed = hash32(plan.seed, index)
    const first = { factor: 1, weight: 1 } as const
    const later = { factor: 2, weight: stepSize } as const
    const { root, scale } = kernel.startTree({ treeSeed, subsamplingRate, ...(index === 0 ? first : later) })
    const minGain = minInfoGain / (scale.step * scale.step)
    const grown = growTree(kernel, root, { ...plan, minGain, seed: treeSeed })
    kernel.endTree(grown)
    yield treeFromGrown(mergeEqualLeaves(grown), rows.binning, scale)
  }
}
