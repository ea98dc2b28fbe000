import type { Scale } from '../fixed-point.ts'
import type { GrownParts, GrownTree } from '../grown-tree.ts'
import type { GrowOptions, NodeRows, TreeKernel } from './kernel.ts'

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
  /** Takes the rows of the next tree; gives them as one node, and how their fixed-point targets are meant. */
  startTree(round: BoostingRound): { readonly root: NodeRows; readonly scale: Scale }
  /** Grows the tree from its root, with the kernels of other threads where there are some; gives what this one has grown. */
  growParts(root: NodeRows, options: GrowOptions): GrownParts
  /**
   * Takes the predictions of a tree from the rows that were not drawn; closing leaves has done so with the others.
   *
   * @param grown  The tree, which is not read where kernels share it: those draw all rows.
   */
  endTree(grown: GrownTree): void
}
