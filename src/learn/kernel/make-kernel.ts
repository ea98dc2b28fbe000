import { CompiledKernel } from './compiled-kernel.ts'
import type { TreeKernel } from './kernel.ts'
import { ReferenceKernel } from './reference-kernel.ts'
import type { TrainingRows } from './training-rows.ts'

/** Makes the fastest kernel that can work on the given rows; which one it is changes no tree. */
export function makeKernel(rows: TrainingRows): TreeKernel {
  return rows.memory === null ? new ReferenceKernel(rows) : new CompiledKernel(rows, rows.memory)
}
