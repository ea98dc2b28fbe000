/**
 * The nodes of a tree in pre-order as they were grown, before labels and thresholds come back, [numNodes, 6]; sums
 * and gain in steps of the fixed-point target. A node's left child stands behind it, the right one behind that one's
 * subtree.
 */
export type GrownTree = Float64Array

/**
 * What one of several threads has grown of a tree, parts of it in any order: each stands behind a node of its own, whose
 * feature is PART and whose bin is the path of the part's root in the tree (root 1, left child 2p, right child 2p + 1). A
 * part is a subtree, or a single node whose children are other parts. A tree that one thread grew is a part without such
 * a node.
 */
export type GrownParts = Float64Array

/** Feature of a node that says which part follows. */
export const PART = -2

/** What stands where in a node; a leaf has feature -1, and only leaves have squares before they are summed upwards. */
export const FIELD = { feature: 0, bin: 1, gain: 2, numRows: 3, sum: 4, sumSquares: 5, count: 6 } as const

/** The rows of a node: their number, with multiplicity, and the sum of their fixed-point targets. */
export interface RowSum {
  readonly numRows: number
  readonly sum: number
}

/** Gives the mean of the fixed-point targets of a node. */
export function meanOf({ sum, numRows }: RowSum): number {
  return sum / numRows
}
