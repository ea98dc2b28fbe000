import type { Binning } from '../bins/bins.ts'
import type { BundledRows, Bundles } from '../bundles/bundles.ts'
import { PAGE_BYTES } from '../room.ts'
import { numBagPages } from './bag-areas.ts'
import { shapeOf, strideOf, writeCodes } from './row-shape.ts'

/** The rows that trees grow on, in memory that workers can share. */
export interface TrainingRows {
  readonly numRows: number
  readonly binning: Binning
  /** How a row says the bins of its features. */
  readonly bundles: Bundles
  /** Row-major, [numRows, stride]: a code for each bundle first, then what boosting carries. */
  readonly codes: Uint8Array
  /** Bytes from one row to the next. */
  readonly stride: number
  /** What holds `codes` and gives each compiled kernel its room; `null` where only the reference kernel can work. */
  readonly memory: WebAssembly.Memory | null
  /** How many kernels may work on these rows at a time. */
  readonly maxKernels: number
}

/** A packed count has 24 bits; what is left above is room for bags that come out larger than the rows. */
export const MAX_PACKED_ROWS = 2 ** 24 - 2 ** 16
/** Pages of 64 KiB that a WebAssembly memory can have. */
export const MAX_PAGES = 2 ** 16
/** A kernel of a forest copies the rows of a bag, and there writes weight (u8) and target (i32) behind the codes. */
const BAGGED_BYTES = 5

/**
 * Makes room for rows, which a forest only reads, and for the kernels that will work on them.
 *
 * @param numKernels  How many kernels are wanted at a time; `maxKernels` says how many there is room for.
 */
export function allocateRows(binning: Binning, bundled: BundledRows, numKernels: number): TrainingRows {
  const { numRows, bundles, codes } = bundled
  const stride = strideOf(codes.length, BAGGED_BYTES)
  const rowPages = 1 + Math.ceil((numRows * stride) / PAGE_BYTES)
  const kernelPages = numBagPages(shapeOf({ binning, bundles, numRows, stride }))
  const maxKernels = Math.min(numKernels, Math.floor((MAX_PAGES - rowPages) / kernelPages))
  if (numRows > MAX_PACKED_ROWS || maxKernels < 1) return plainRows(binning, bundled, numKernels)
  const maximum = rowPages + maxKernels * kernelPages
  const memory = new WebAssembly.Memory({ initial: rowPages, maximum, shared: true })
  const out = new Uint8Array(memory.buffer, PAGE_BYTES, numRows * stride)
  writeCodes(codes, out, stride)
  return { numRows, binning, bundles, codes: out, stride, memory, maxKernels }
}

/** Makes rows that only the reference kernel can work on. */
export function plainRows(
  binning: Binning,
  { numRows, bundles, codes }: BundledRows,
  maxKernels: number,
): TrainingRows & { readonly memory: null } {
  const stride = codes.length
  const out = new Uint8Array(new SharedArrayBuffer(numRows * stride))
  writeCodes(codes, out, stride)
  return { numRows, binning, bundles, codes: out, stride, memory: null, maxKernels }
}
