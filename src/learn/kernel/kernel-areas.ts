import type { RowShape } from './row-shape.ts'

/** Bytes of one page of WebAssembly memory. */
export const PAGE_BYTES = 2 ** 16
/** Bytes of one feature in a histogram: 256 packed numbers of 8 bytes, and a cache line (assembly/histogram.ts). */
export const HISTOGRAM_FEATURE_BYTES = 2048 + 64
/** Up to so many rows a node has no histogram: its rows are summed again for each feature that it draws. */
export const SMALL_ROWS = 192
/** A node's children need one histogram more than the node; trees have up to 30 levels of splits. */
export const NUM_HISTOGRAMS = 31

/** Addresses in bytes of what every compiled kernel keeps in its part of the memory. */
export interface KernelAreas {
  /** Packed sums by feature and bin, one histogram after another. */
  readonly histograms: number
  /** First slot, number of slots (0: numeric), number of bins of each feature, u32. */
  readonly features: number
  /** Number of bins of each feature, u32. */
  readonly numBins: number
  /** u8, [numSlots]. */
  readonly isDrawn: number
  readonly scratch: number
  /** What each row of a small node adds, i64. */
  readonly packed: number
  /** Eight f64. */
  readonly result: number
}

/** Gives the addresses of areas of a memory one after another, each at a multiple of 64. */
export class Room {
  #end: number

  constructor(start: number) {
    this.#end = start
  }

  take(numBytes: number): number {
    const at = this.#end
    this.#end += Math.ceil(numBytes / 64) * 64
    return at
  }

  get numPages(): number {
    return Math.ceil(this.#end / PAGE_BYTES)
  }
}

/** Takes the room of what every compiled kernel keeps. */
export function takeKernelAreas(room: Room, { numFeatures, numSlots }: RowShape): KernelAreas {
  return {
    histograms: room.take(NUM_HISTOGRAMS * numFeatures * HISTOGRAM_FEATURE_BYTES),
    features: room.take(numFeatures * 12),
    numBins: room.take(numFeatures * 4),
    isDrawn: room.take(numSlots),
    scratch: room.take(2048 + 32),
    packed: room.take(SMALL_ROWS * 8),
    result: room.take(64),
  }
}
