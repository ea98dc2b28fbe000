import type { NodeRows, Split } from './kernel.ts'

/** What a split must keep. */
export interface SplitLimits {
  /** Fewest rows, with multiplicity, on either side. */
  readonly minInstancesPerNode: number
  /** Least gain, in squared steps of the fixed-point target. */
  readonly minGain: number
}

/** A copy of a node's rows, in a form that its kernel knows. */
export type KeptRows = Uint8Array

/** Keeps the rows of a node aside, for more than one tree. */
export interface RowKeeper {
  /** Copies the rows of a node, so that they can be put back after they have moved. */
  keepRows(node: NodeRows): KeptRows
  /** Makes a node good again whose rows were kept before its children grew. */
  putBack(node: NodeRows, kept: KeptRows): void
}

/**
 * The steps of growing a tree, which the reference takes one by one (grow-nodes.ts).
 *
 * Rows and histograms live in the kernel; a node is good until its first child is split.
 */
export interface NodeKernel {
  /**
   * Finds the split of a node that lowers the squared error most; TreeKernel says how.
   *
   * @param isDrawn  1 for each slot that may be chosen, [numSlots].
   * @returns The best split, or `null` where none gains more than 0 within the limits.
   */
  findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null
  /** Moves the rows of a node so that each child has its own, left child first; the node itself is gone. */
  splitRows(node: NodeRows, split: Split): readonly [left: NodeRows, right: NodeRows]
  /** Ends a leaf; gives the sum of its squared targets, with multiplicity. */
  closeLeaf(node: NodeRows): number
  /** Does the same with both sides of a split, whose rows need no place of their own. */
  closeSides(node: NodeRows, split: Split): readonly [left: number, right: number]
}
