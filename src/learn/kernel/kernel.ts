import type { Binning } from '../bins.ts'

/** The rows that trees grow on; shared by all trees and read only. */
export interface TrainingRows {
  readonly numRows: number
  readonly binning: Binning
  /** Row-major, [numRows, numFeatures]. */
  readonly bins: Uint8Array
}

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
}

/**
 * The inner loops of growing one tree after another on the same rows.
 *
 * All sums are of integers and exact, so every kernel grows the same tree. Histograms live in the kernel and
 * are named by a small index.
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
  /** Sums the targets of a range by feature and bin into a histogram. */
  buildHistogram(start: number, end: number, histogram: number): void
  /** Makes a histogram of the parent's less one child's: the other child's. `other` may be the parent's own. */
  subtractHistogram(parent: number, child: number, other: number): void
  /**
   * Finds the split of a node that lowers the squared error most.
   *
   * With S and N the sum and number of rows, a split gains (SL * N - S * NL)^2 / (N^2 * NL * NR). Of equal
   * gains the lower slot wins, then the lower bin.
   *
   * @param isDrawn  1 for each slot that may be chosen, [numSlots].
   * @returns The best split, or `null` where none gains more than 0 within the limits.
   */
  findSplit(histogram: number, node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null
  /** Moves the rows of a range so that those which go left come first; gives where the right ones start. */
  partition(start: number, end: number, split: Split): number
  /** Sum of the squared targets of a range, with multiplicity, rounded once. */
  sumSquares(start: number, end: number): number
}
