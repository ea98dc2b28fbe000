import type { GrownTree } from '../grown-tree.ts'

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

/**
 * The inner loops of growing one tree after another on the same rows, depth first.
 *
 * All sums are of integers and exact, so every kernel grows the same tree. Rows and histograms live in the
 * kernel; a node is good until its first child is split.
 */
export interface TreeKernel {
  /**
   * Takes the rows in the bag of the next tree.
   *
   * @param target  Fixed-point targets, [numRows].
   * @param weights  How often each row is in the bag, [numRows]; 0 leaves it out.
   * @returns All rows of the bag as one node.
   */
  takeBag(target: Int32Array, weights: Uint8Array): NodeRows
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
  /** Copies the rows of a node, so that they can be put back after they have moved. */
  keepRows(node: NodeRows): KeptRows
  /** Makes a node good again whose rows were kept before its children grew. */
  putBack(node: NodeRows, kept: KeptRows): void
  /** Sum of the squared targets of a node, with multiplicity. */
  sumSquares(node: NodeRows): number
  /** The same of what a split sends left and right, without moving a row. */
  sumSquaresOfSides(node: NodeRows, split: Split): readonly [left: number, right: number]
  /** Gives the index of the leaf that each of the training rows falls in, [numRows]; good until the next call. */
  findLeaves(grown: GrownTree): Int32Array
}
