import type { Binning } from '../bins.ts'

/** Numbers that decide how much room a kernel takes. */
export interface RowShape {
  readonly numRows: number
  readonly numFeatures: number
  readonly numSlots: number
  /** Bytes from one row to the next: a bin for each feature, padding, and at the end what the row carries. */
  readonly stride: number
}

/** Gives the bytes from one row to the next; compiled kernels copy 32, then 16 at a time. */
export function strideOf(numFeatures: number, tailBytes: number): number {
  return Math.max(32, Math.ceil((numFeatures + tailBytes) / 16) * 16)
}

/** Rows of bins, as far as their shape goes. */
interface Binned {
  readonly binning: Binning
  readonly numRows: number
  readonly stride: number
}

/** Gives the shape of rows of bins. */
export function shapeOf({ binning, numRows, stride }: Binned): RowShape {
  const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
  return { numRows, numFeatures: binning.length, numSlots, stride }
}
