import { compiledKernel } from './compiled-kernel.ts'
import type { TreeKernel } from './kernel.ts'
import { referenceKernel } from './reference.ts'
import type { TrainingRows } from './training-rows.ts'

/** Makes the fastest kernel that can work on the given rows; which one it is changes no tree. */
export function makeKernel(rows: TrainingRows): TreeKernel {
  return rows.memory === null ? referenceKernel(rows) : compiledKernel(rows, rows.memory)
}
