import type { NodeRows, RowKeeper, TreeKernel } from './kernel.ts'

/** What a tree draws its bag by. */
export interface BagDraw {
  readonly treeSeed: number
  /** Mean of the Poisson distribution of how often a row is in the bag, in (0, 1]. */
  readonly rate: number
  /** What each row draws by, together with the tree's seed, [numRows]. */
  readonly rowIds: Uint32Array
}

/** Grows the trees of a forest one after another, each on a bag of the same rows. */
export interface BagKernel extends TreeKernel, RowKeeper {
  /**
   * Draws the bag of the next tree and takes its rows.
   *
   * @param target  Fixed-point targets, [numRows]; an array that is passed again must be as it was.
   * @returns All rows of the bag as one node.
   */
  drawBag(target: Int32Array, draw: BagDraw): NodeRows
  /**
   * Takes the rows in the bag of the next tree.
   *
   * @param target  As above.
   * @param weights  How often each row is in the bag, [numRows]; 0 leaves it out.
   * @returns All rows of the bag as one node.
   */
  takeBag(target: Int32Array, weights: Uint8Array): NodeRows
}
