import type { GrownTree } from '../grown-tree.ts'
import type { GrowTogetherOptions, NodeRows, TopRows, TreeKernel } from './kernel.ts'

/** What a tree draws its bag by. */
export interface BagDraw {
  readonly treeSeed: number
  /** Mean of the Poisson distribution of how often a row is in the bag, in (0, 1]. */
  readonly rate: number
  /** What each row draws by, together with the tree's seed, [numRows]. */
  readonly rowIds: Uint32Array
}

/** Grows the trees of a forest one after another, each on a bag of the same rows. */
export interface BagKernel extends TreeKernel {
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
  /**
   * Grows a tree for each smallest leaf, each as if it had been grown on its own; what they have in common, which is
   * nearly all, is grown once.
   *
   * @param leastRows  Values of minInstancesPerNode, ascending; at most MAX_TOGETHER.
   * @returns One tree a value.
   */
  growTogether(top: TopRows, options: GrowTogetherOptions, leastRows: readonly number[]): GrownTree[]
}

/** Trees that may grow together. */
export const MAX_TOGETHER = 256
