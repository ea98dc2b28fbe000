import type { Binning } from '../bins.ts'

/** Bytes of one page of WebAssembly memory. */
export const PAGE_BYTES = 2 ** 16

/** Numbers that decide how much room a kernel takes. */
export interface RowShape {
  readonly numRows: number
  readonly numFeatures: number
  readonly numSlots: number
  /** Bytes from one row to the next: a bin for each feature, padding, 8 bytes for target and weight. */
  readonly stride: number
}

/** Addresses in bytes of what one kernel keeps in its part of the memory. */
export interface KernelAreas {
  /** Two buffers of rows, between which the rows of a node move as the tree grows. */
  readonly buffers: readonly [number, number]
  /** Packed sums by feature and bin, one histogram after another. */
  readonly histograms: number
  /** i32, [numRows]. */
  readonly target: number
  /** u8, [numRows]. */
  readonly weights: number
  /** First slot, number of slots (0: numeric), number of bins of each feature, u32. */
  readonly features: number
  /** Number of bins of each feature, u32. */
  readonly numBins: number
  /** u8, [numSlots]. */
  readonly isDrawn: number
  readonly scratch: number
  /** Eight f64. */
  readonly result: number
}

/** Bytes of one feature in a histogram: 256 packed numbers of 8 bytes, and a cache line (assembly/histogram.ts). */
export const HISTOGRAM_FEATURE_BYTES = 2048 + 64
/** A node's children need one histogram more than the node; trees have up to 30 levels of splits. */
const NUM_HISTOGRAMS = 31

/** Gives the shape of rows of bins as compiled kernels want them. */
export function rowShape(binning: Binning, numRows: number): RowShape {
  const numFeatures = binning.length
  const numSlots = binning.reduce((sum, cut) => sum + (cut.kind === 'one-hot' ? cut.numSlots : 1), 0)
  return { numRows, numFeatures, numSlots, stride: Math.max(32, Math.ceil((numFeatures + 8) / 16) * 16) }
}

/** Gives the number of pages that one kernel needs. */
export function numKernelPages(shape: RowShape): number {
  return Math.ceil(placeAreas(shape, 0).end / PAGE_BYTES)
}

/** Grows the memory by what one kernel needs and gives the addresses there; kernels of other threads do the same. */
export function claimAreas(memory: WebAssembly.Memory, shape: RowShape): KernelAreas {
  const firstPage = memory.grow(numKernelPages(shape))
  return placeAreas(shape, firstPage * PAGE_BYTES).areas
}

function placeAreas({ numRows, numFeatures, numSlots, stride }: RowShape, start: number) {
  let end = start
  const take = (numBytes: number) => {
    const at = end
    end += Math.ceil(numBytes / 64) * 64
    return at
  }
  // a row that is left out is written behind the bag, then overwritten
  const bufferBytes = (numRows + 1) * stride
  const areas: KernelAreas = {
    buffers: [take(bufferBytes), take(bufferBytes)],
    histograms: take(NUM_HISTOGRAMS * numFeatures * HISTOGRAM_FEATURE_BYTES),
    target: take(numRows * 4),
    weights: take(numRows),
    features: take(numFeatures * 12),
    numBins: take(numFeatures * 4),
    isDrawn: take(numSlots),
    scratch: take(2048 + 32),
    result: take(64),
  }
  return { areas, end }
}
