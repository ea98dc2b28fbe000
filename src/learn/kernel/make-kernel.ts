import type { PhaseClock } from '../phase-clock.ts'
import type { BagKernel } from './bag-kernel.ts'
import type { BoostingKernel } from './boosting-kernel.ts'
import type { BoostingRows } from './boosting-rows.ts'
import { CompiledBagKernel } from './compiled-bag-kernel.ts'
import { CompiledBoostingKernel } from './compiled-boosting-kernel.ts'
import { loadCompiledCode } from './compiled-code.ts'
import type { LoadedCode } from './compiled-kernel.ts'
import { KernelHooks } from './kernel-hooks.ts'
import { ReferenceBoostingKernel } from './reference-boosting-kernel.ts'
import { ReferenceKernel } from './reference-kernel.ts'
import type { TrainingRows } from './training-rows.ts'

/**
 * Makes the fastest kernel for a forest that can work on the given rows; which one it is changes no tree.
 *
 * @param clock  Told what the compiled code is doing.
 */
export function makeBagKernel(rows: TrainingRows, clock: PhaseClock | null = null): BagKernel {
  return rows.memory === null
    ? new ReferenceKernel(rows)
    : new CompiledBagKernel(rows, rows.memory, load(rows.memory, clock))
}

/**
 * Makes the fastest kernel for boosting that can work on the given rows; which one it is changes no tree.
 *
 * @param place  Which of `rows.maxKernels` kernels it is, from 0 on; they grow each tree together, in threads of their own.
 * @param clock  Told what the compiled code is doing.
 */
export function makeBoostingKernel(
  rows: BoostingRows,
  place: { readonly maxDepth: number; readonly member: number },
  clock: PhaseClock | null = null,
): BoostingKernel {
  return rows.memory === null
    ? new ReferenceBoostingKernel(rows, rows.targets)
    : new CompiledBoostingKernel(rows, place, load(rows.memory, clock))
}

function load(memory: WebAssembly.Memory, clock: PhaseClock | null): LoadedCode {
  const hooks = new KernelHooks(memory, clock)
  return { hooks, code: loadCompiledCode(memory, hooks) }
}
