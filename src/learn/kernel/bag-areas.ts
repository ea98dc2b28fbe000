import { PAGE_BYTES, Room } from '../room.ts'
import { type KernelAreas, takeKernelAreas } from './kernel-areas.ts'
import type { RowShape } from './row-shape.ts'

/** Addresses in bytes of what a kernel of a forest keeps in its part of the memory. */
export interface BagAreas extends KernelAreas {
  /** Two buffers of rows, between which the rows of a node move as the tree grows. */
  readonly buffers: readonly [number, number]
  /** i32, [numRows]. */
  readonly target: number
  /** What rows draw by, u32, [numRows]. */
  readonly ids: number
  /** Least draws that count once, twice, and so on, u32. */
  readonly limits: number
  /** u8, [numRows]. */
  readonly weights: number
}

/** Counts that a draw of 32 bits can come to at a rate of at most 1, and some. */
const MAX_LIMITS = 16

/** Gives the number of pages that one kernel needs. */
export function numBagPages(shape: RowShape): number {
  const room = new Room(0)
  takeBagAreas(room, shape)
  return room.numPages
}

/** Grows the memory by what one kernel needs and gives the addresses there; kernels of other threads do the same. */
export function claimBagAreas(memory: WebAssembly.Memory, shape: RowShape): BagAreas {
  const firstPage = memory.grow(numBagPages(shape))
  return takeBagAreas(new Room(firstPage * PAGE_BYTES), shape)
}

function takeBagAreas(room: Room, shape: RowShape): BagAreas {
  // a row that is left out is written behind the bag, then overwritten
  const bufferBytes = (shape.numRows + 1) * shape.stride
  return {
    buffers: [room.take(bufferBytes), room.take(bufferBytes)],
    target: room.take(shape.numRows * 4),
    ids: room.take(shape.numRows * 4),
    limits: room.take(MAX_LIMITS * 4),
    weights: room.take(shape.numRows),
    ...takeKernelAreas(room, shape),
  }
}
