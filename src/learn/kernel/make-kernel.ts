import type { Profiler } from '../profile.ts'
import type { BagKernel } from './bag-kernel.ts'
import type { BoostingKernel } from './boosting-kernel.ts'
import type { BoostingRows } from './boosting-rows.ts'
import { CompiledBagKernel } from './compiled-bag-kernel.ts'
import { CompiledBoostingKernel } from './compiled-boosting-kernel.ts'
import { type CompiledCode, loadCompiledCode } from './compiled-code.ts'
import { ReferenceBoostingKernel } from './reference-boosting-kernel.ts'
import { ReferenceKernel } from './reference-kernel.ts'
import { timedCode } from './timed-code.ts'
import type { TrainingRows } from './training-rows.ts'

/**
 * Makes the fastest kernel for a forest that can work on the given rows; which one it is changes no tree.
 *
 * @param profiler  Told what the compiled code takes.
 */
export function makeBagKernel(rows: TrainingRows, profiler: Profiler | null = null): BagKernel {
  return rows.memory === null
    ? new ReferenceKernel(rows)
    : new CompiledBagKernel(rows, rows.memory, codeFor(rows.memory, profiler, 1))
}

/**
 * Makes the fastest kernel for boosting that can work on the given rows; which one it is changes no tree.
 *
 * @param place  Which of `rows.maxKernels` kernels it is, from 0 on; they grow each tree together, in threads of their own.
 * @param profiler  Told what the compiled code takes.
 */
export function makeBoostingKernel(
  rows: BoostingRows,
  place: { readonly maxDepth: number; readonly member: number },
  profiler: Profiler | null = null,
): BoostingKernel {
  return rows.memory === null
    ? new ReferenceBoostingKernel(rows, rows.targets)
    : new CompiledBoostingKernel(rows, place, codeFor(rows.memory, profiler, rows.maxKernels))
}

function codeFor(memory: WebAssembly.Memory, profiler: Profiler | null, numThreads: number): CompiledCode {
  const code = loadCompiledCode(memory)
  return profiler === null ? code : timedCode(code, profiler, numThreads)
}
