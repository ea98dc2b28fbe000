import type { Binning } from '../bins.ts'
import { numBagPages } from './bag-areas.ts'
import { PAGE_BYTES } from './kernel-areas.ts'
import { type RowShape, shapeOf, strideOf } from './row-shape.ts'

/** The rows that trees grow on, in memory that workers can share. */
export interface TrainingRows {
  readonly numRows: number
  readonly binning: Binning
  /** Row-major, [numRows, stride]; features first, then what boosting carries. */
  readonly bins: Uint8Array
  /** Bytes from one row to the next. */
  readonly stride: number
  /** What holds `bins` and gives each compiled kernel its room; `null` where only the reference kernel can work. */
  readonly memory: WebAssembly.Memory | null
  /** How many kernels may work on these rows at a time. */
  readonly maxKernels: number
}

/** A packed count has 24 bits; what is left above is room for bags that come out larger than the rows. */
export const MAX_PACKED_ROWS = 2 ** 24 - 2 ** 16
/** Pages of 64 KiB that a WebAssembly memory can have. */
export const MAX_PAGES = 2 ** 16
/** A kernel of a forest copies the rows of a bag, and there writes the packed target behind the bins. */
const PACKED_BYTES = 8

/**
 * Makes room for rows of bins, which a forest only reads, and for the kernels that will work on them.
 *
 * @param numKernels  How many kernels are wanted at a time; `maxKernels` says how many there is room for.
 * @returns Rows whose bins are all 0.
 */
export function allocateRows(binning: Binning, numRows: number, numKernels: number): TrainingRows {
  const shape = shapeOf({ binning, numRows, stride: strideOf(binning.length, PACKED_BYTES) })
  const rowPages = 1 + Math.ceil((numRows * shape.stride) / PAGE_BYTES)
  const kernelPages = numBagPages(shape)
  const maxKernels = Math.min(numKernels, Math.floor((MAX_PAGES - rowPages) / kernelPages))
  if (numRows > MAX_PACKED_ROWS || maxKernels < 1) return plainRows(binning, shape, numKernels)
  const maximum = rowPages + maxKernels * kernelPages
  const memory = new WebAssembly.Memory({ initial: rowPages, maximum, shared: true })
  const bins = new Uint8Array(memory.buffer, PAGE_BYTES, numRows * shape.stride)
  return { numRows, binning, bins, stride: shape.stride, memory, maxKernels }
}

/** Makes room for rows that only the reference kernel can work on. */
export function plainRows(
  binning: Binning,
  { numRows, numFeatures }: RowShape,
  maxKernels: number,
): TrainingRows & { readonly memory: null } {
  const bins = new Uint8Array(new SharedArrayBuffer(numRows * numFeatures))
  return { numRows, binning, bins, stride: numFeatures, memory: null, maxKernels }
}
