import type { BagKernel } from './bag-kernel.ts'
import type { BoostingKernel } from './boosting-kernel.ts'
import type { BoostingRows } from './boosting-rows.ts'
import { CompiledBagKernel } from './compiled-bag-kernel.ts'
import { CompiledBoostingKernel } from './compiled-boosting-kernel.ts'
import { ReferenceBoostingKernel } from './reference-boosting-kernel.ts'
import { ReferenceKernel } from './reference-kernel.ts'
import type { TrainingRows } from './training-rows.ts'

/** Makes the fastest kernel for a forest that can work on the given rows; which one it is changes no tree. */
export function makeBagKernel(rows: TrainingRows): BagKernel {
  return rows.memory === null ? new ReferenceKernel(rows) : new CompiledBagKernel(rows, rows.memory)
}

/**
 * Makes the fastest kernel for boosting that can work on the given rows; which one it is changes no tree.
 *
 * @param member  Which of `rows.maxKernels` kernels it is, from 0 on; they grow each tree together, in threads of their own.
 */
export function makeBoostingKernel(rows: BoostingRows, maxDepth: number, member: number): BoostingKernel {
  return rows.memory === null
    ? new ReferenceBoostingKernel(rows, rows.targets)
    : new CompiledBoostingKernel(rows, maxDepth, member)
}
