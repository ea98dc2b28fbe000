import { hash32 } from '../random.ts'
import { drawSlots } from './draw-slots.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel/kernel.ts'

/** How a tree grows. */
export interface GrowOptions extends SplitLimits {
  /** Longest path from root to leaf, in edges. */
  readonly maxDepth: number
  readonly numSlots: number
  /** Number of slots that each node may choose from. */
  readonly numDrawn: number
  /** Seed of this tree's draws; with the path of a node it fixes what the node draws. */
  readonly seed: number
}

/** Gives the split of the node on a path (root 1, left child 2p, right child 2p + 1), or `null` for a leaf. */
export type ChooseSplit = (rows: NodeRows, path: number) => Split | null

/**
 * Makes what chooses the splits of one tree.
 *
 * The draw of a node depends on the tree's seed and the node's path alone, so the tree cut off at a depth is
 * the tree grown to that depth.
 */
export function splitChooser(kernel: TreeKernel, options: GrowOptions): ChooseSplit {
  const { maxDepth, minInstancesPerNode, numSlots, numDrawn, seed } = options
  const isDrawn = new Uint8Array(numSlots)
  const slotOrder = new Uint32Array(numSlots)
  return (rows, path) => {
    if (rows.depth === maxDepth || rows.numRows < 2 * minInstancesPerNode) return null
    drawSlots(hash32(seed, path), numDrawn, isDrawn, slotOrder)
    return kernel.findSplit(rows, isDrawn, options)
  }
}
