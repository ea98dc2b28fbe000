import type { Scale } from '../fixed-point.ts'
import type { GrownTree } from '../grown-tree.ts'
import type { GrowOptions, NodeRows, Split, TopRows, TreeKernel } from './kernel.ts'

/** One round of boosting. */
export interface BoostingRound {
  /** What rows are drawn by. */
  readonly treeSeed: number
  /** Share of the rows that the tree learns from, each drawn by its id; of a draw that came out empty it gets all. */
  readonly subsamplingRate: number
  /** The target of the tree is so often what is left of the labels. */
  readonly factor: 1 | 2
  /** What the prediction of a leaf is multiplied by before it is taken from what is left of the labels. */
  readonly weight: number
}

/** Grows boosted trees; it keeps for each row what the trees so far have left of its label. */
export interface BoostingKernel extends TreeKernel {
  /** How the top of a tree is split together with the kernels of other threads; `null` where there are none. */
  readonly shared: SharedSplitting | null
  /** Takes the rows of the next tree; gives them as one node, and how their fixed-point targets are meant. */
  startTree(round: BoostingRound): { readonly root: NodeRows; readonly scale: Scale }
  /**
   * Takes the predictions of a tree from the rows that were not drawn; closing leaves has done so with the others.
   *
   * @param grown  The tree, which is not read where kernels share it: those draw all rows.
   */
  endTree(grown: GrownTree): void
}

/** A node that is to be split by all threads. */
export interface SharedSplit extends TopRows {
  readonly split: Split
}

/**
 * Splitting nodes together with the kernels of other threads.
 *
 * Each thread calls all of this in the same order with the same arguments, but `adopt`.
 */
export interface SharedSplitting {
  /** Nodes of so many levels are split together. */
  readonly numLevels: number
  /** Nodes of fewer rows are left to one thread. */
  readonly fewestRows: number
  /** Finds the best split of a node, or `null`; TreeKernel says which one. */
  findSplit(node: TopRows, options: GrowOptions): Split | null
  /** Splits the nodes of one level; gives the children of each. */
  splitLevel(nodes: readonly SharedSplit[]): (readonly [left: NodeRows, right: NodeRows])[]
  /** Gives the number of the next subtree that no thread has taken. */
  nextSubtree(): number
  /** Makes a node this kernel's own. */
  adopt(node: NodeRows): NodeRows
}
