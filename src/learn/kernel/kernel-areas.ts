import type { Room } from '../room.ts'
import { MAX_TOGETHER } from './bag-kernel.ts'
import { GROWN_BYTES } from './kernel-hooks.ts'
import type { RowShape } from './row-shape.ts'

/** Bytes of one bundle in a histogram: 256 packed numbers of 8 bytes, and a cache line (assembly/histogram.ts). */
export const HISTOGRAM_BUNDLE_BYTES = 2048 + 64
/** Up to so many rows a node has no histogram: its rows are summed again for each feature that it draws. */
const SMALL_ROWS = 192
/** A node's children need one histogram more than the node; trees have up to 30 levels of splits. */
export const NUM_HISTOGRAMS = 31

/** Nodes of so many depths stand at a time, two of each; a node takes so many bytes (assembly/node.ts). */
const NODE_ROOMS = 2 * (NUM_HISTOGRAMS + 1)
const NODE_BYTES = 40

/** Addresses in bytes of what every compiled kernel keeps in its part of the memory. */
export interface KernelAreas {
  /** Packed sums by bundle and code, one histogram after another. */
  readonly histograms: number
  /** What the compiled code has to know of each feature: FEATURE_WORDS of u32. */
  readonly features: number
  /** What the codes of its bundle are to each feature; CODING_BYTES each, see assembly/ranks.ts. */
  readonly codings: number
  /** Which codes go left in the split in hand, i8, [256]. */
  readonly sides: number
  /** Number of codes of each bundle, u32. */
  readonly numCodes: number
  /** u8, [numSlots]. */
  readonly isDrawn: number
  /** u32, [numSlots]. */
  readonly slotOrder: number
  /** Nodes that wait while a tree grows depth first. */
  readonly nodes: number
  /** Grown nodes on their way out. */
  readonly grownNodes: number
  /** f64, [MAX_TOGETHER]. */
  readonly leastRows: number
  readonly scratch: number
  /** Packed sums up to a bin, by the rank of the bin, i64. */
  readonly ranks: number
  /** What each row of a small node adds, i64. */
  readonly packed: number
  /** Eight f64. */
  readonly result: number
}

/** First slot, number of slots (0: numeric), number of bins, bundle, codes to add up (0: the codes are the bins). */
export const FEATURE_WORDS = 5
/** Codes of a bundle that a byte tells apart. */
export const MAX_CODES = 256
/** Two packed numbers of each bin, and its mark (assembly/few-rows.ts). */
const SCRATCH_BYTES = 2 * HISTOGRAM_BUNDLE_BYTES + MAX_CODES
/** The bin by code, codes by bin, rank of the bin by place in that order, bin by rank, u8. */
export const CODING_BYTES = 4 * MAX_CODES

/** Takes the room of what every compiled kernel keeps. */
export function takeKernelAreas(room: Room, { numFeatures, numSlots, numBundles }: RowShape): KernelAreas {
  return {
    histograms: room.take(NUM_HISTOGRAMS * numBundles * HISTOGRAM_BUNDLE_BYTES),
    features: room.take(numFeatures * FEATURE_WORDS * 4),
    codings: room.take(numFeatures * CODING_BYTES),
    sides: room.take(MAX_CODES),
    numCodes: room.take(numBundles * 4),
    isDrawn: room.take(numSlots),
    slotOrder: room.take(numSlots * 4),
    nodes: room.take(NODE_ROOMS * NODE_BYTES),
    grownNodes: room.take(GROWN_BYTES),
    leastRows: room.take(MAX_TOGETHER * 8),
    scratch: room.take(SCRATCH_BYTES),
    ranks: room.take((MAX_CODES + 1) * 8),
    packed: room.take(SMALL_ROWS * 8),
    result: room.take(64),
  }
}
