import type { NodeRows, RowKeeper, TreeKernel } from './kernel.ts'

/** Grows the trees of a forest one after another, each on a bag of the same rows. */
export interface BagKernel extends TreeKernel, RowKeeper {
  /**
   * Takes the rows in the bag of the next tree.
   *
   * @param target  Fixed-point targets, [numRows].
   * @param weights  How often each row is in the bag, [numRows]; 0 leaves it out.
   * @returns All rows of the bag as one node.
   */
  takeBag(target: Int32Array, weights: Uint8Array): NodeRows
}
