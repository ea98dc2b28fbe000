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

/** What a tree, or a part of one, begins with. */
export interface TopRows {
  /** As the kernel gave them; at least one. */
  readonly rows: NodeRows
  /** Path in the whole tree: root 1, left child 2p, right child 2p + 1. */
  readonly path: number
}

/** How trees that differ in their smallest leaf alone grow. */
export interface GrowTogetherOptions {
  /** Longest path from root to leaf, in edges. */
  readonly maxDepth: number
  /** Least gain, in squared steps of the fixed-point target. */
  readonly minGain: number
  readonly numSlots: number
  /** Number of slots that each node may choose from. */
  readonly numDrawn: number
  /** Seed of these trees' draws; with the path of a node it fixes what the node draws. */
  readonly seed: number
}

/** How a tree grows. */
export interface GrowOptions extends GrowTogetherOptions {
  /** Fewest rows, with multiplicity, on either side of a split. */
  readonly minInstancesPerNode: number
}

/**
 * Grows trees, depth first.
 *
 * A node draws slots by its path and is split where that lowers the squared error most: with S and N the sum and number
 * of rows, a split gains (SL * N - S * NL)^2 / (N^2 * NL * NR). Of equal gains the lower slot wins, then the lower bin.
 * The draw of a node depends on the tree's seed and the node's path alone, so the tree cut off at a depth is the tree
 * grown to that depth. All sums are of integers and exact, so every kernel grows the same tree.
 */
export interface TreeKernel {
  /** Grows one tree, or a part of one; the rows are gone after. */
  grow(top: TopRows, options: GrowOptions): GrownTree
}
