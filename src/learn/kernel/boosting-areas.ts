import { PAGE_BYTES, Room } from '../room.ts'
import { type KernelAreas, takeKernelAreas } from './kernel-areas.ts'
import type { RowShape } from './row-shape.ts'
import { MAX_ZONES } from './team-areas.ts'
import { NODE_BYTES } from './write-nodes.ts'

/** Addresses in bytes of what a kernel of boosting keeps in its part of the memory. */
export interface BoostingAreas extends KernelAreas {
  /** What closing takes from rows out of the range of a split and in it, f64. */
  readonly deltas: number
  /** Least and largest of what is left of the labels, f64. */
  readonly range: number
  /** Nodes at the top of a tree that kernels of several threads grow. */
  readonly topNodes: number
  /** Which of them are left to this kernel or another, u32. */
  readonly subtrees: number
  /** Nodes of a tree for the rows that it did not draw. */
  readonly takenNodes: number
}

/** A node of the top, with a number for each thread (assembly/top-node.ts). */
const TOP_NODE_BYTES = 256

/** Gives the number of pages that one kernel needs. */
export function numBoostingPages(shape: RowShape, maxDepth: number): number {
  const room = new Room(0)
  takeBoostingAreas(room, shape, maxDepth)
  return room.numPages
}

/** Grows the memory by what one kernel needs and gives the addresses there; kernels of other threads do the same. */
export function claimBoostingAreas(
  memory: WebAssembly.Memory,
  shape: RowShape,
  maxDepth: number,
): BoostingAreas {
  const firstPage = memory.grow(numBoostingPages(shape, maxDepth))
  return takeBoostingAreas(new Room(firstPage * PAGE_BYTES), shape, maxDepth)
}

function takeBoostingAreas(room: Room, shape: RowShape, maxDepth: number): BoostingAreas {
  const maxNodes = Math.min(2 ** (maxDepth + 1), 2 * shape.numRows)
  return {
    deltas: room.take(16),
    range: room.take(16),
    topNodes: room.take(2 * MAX_ZONES * TOP_NODE_BYTES),
    subtrees: room.take(MAX_ZONES * 4),
    takenNodes: room.take(maxNodes * NODE_BYTES),
    ...takeKernelAreas(room, shape),
  }
}
