/** A split of one node: rows go left whose bin is at most `bin` or, in a one-hot group, is not `bin`. */
export interface Split {
  /** Index of the feature, a numeric one or a one-hot group. */
  readonly feature: number
  readonly bin: number
  /** Fall in variance, in squared steps of the fixed-point target. */
  readonly gain: number
  /** Sum of the targets and number of rows (with multiplicity) that go left. */
  readonly leftSum: number
  readonly leftRows: number
}

/** What a split must keep. */
export interface SplitLimits {
  /** Fewest rows, with multiplicity, on either side. */
  readonly minInstancesPerNode: number
  /** Least gain, in squared steps of the fixed-point target. */
  readonly minGain: number
}

/** A node while it grows: its rows as a range of the kernel's order, their number and sum. */
export interface NodeRows {
  readonly start: number
  /** Exclusive. */
  readonly end: number
  /** Number of rows, with multiplicity. */
  readonly numRows: number
  /** Sum of the fixed-point targets. */
  readonly sum: number
  /** Edges from the root. */
  readonly depth: number
  /** Which of the kernel's histograms is the node's. */
  readonly histogram: number
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
 * The inner loops of growing a tree, depth first.
 *
 * All sums are of integers and exact, so every kernel grows the same tree. Rows and histograms live in the
 * kernel; a node is good until its first child is split.
 */
export interface TreeKernel {
  /**
   * Finds the split of a node that lowers the squared error most.
   *
   * With S and N the sum and number of rows, a split gains (SL * N - S * NL)^2 / (N^2 * NL * NR). Of equal
   * gains the lower slot wins, then the lower bin.
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
