import { hash32 } from '../random.ts'
import { drawSlots } from './draw-slots.ts'
import type { GrownNode, GrownTree } from './grown-tree.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel/kernel.ts'

/** How trees that differ in their smallest leaf alone grow. */
export interface GrowTogetherOptions extends Omit<SplitLimits, 'minInstancesPerNode'> {
  /** Longest path from root to leaf, in edges. */
  readonly maxDepth: number
  readonly numSlots: number
  /** Number of slots that each node may choose from. */
  readonly numDrawn: number
  /** Seed of these trees' draws; with the path of a node it fixes what the node draws. */
  readonly seed: number
}

/** How a tree grows. */
export interface GrowOptions extends GrowTogetherOptions, SplitLimits {}

/**
 * Grows one tree, depth first, on the rows in the bag.
 *
 * The draw of a node depends on the tree's seed and the node's path alone, so the tree cut off at a depth is
 * the tree grown to that depth.
 *
 * @param root  All rows of the bag, as `takeBag` gave them; at least one.
 */
export function growTree(kernel: TreeKernel, root: NodeRows, options: GrowOptions): GrownTree {
  return growTrees(kernel, root, options, [options.minInstancesPerNode])[0]
}

/**
 * Grows a tree for each smallest leaf, each as if it had been grown on its own.
 *
 * A limit only leaves splits out. So while both sides of the best split without it keep it, that split is the best
 * one with it too, and the trees are one; only where it does not they part, and what is below grows for each.
 *
 * @param leastRows  Values of minInstancesPerNode, ascending.
 * @returns One tree a value.
 */
export function growTrees(
  kernel: TreeKernel,
  root: NodeRows,
  options: GrowTogetherOptions,
  leastRows: readonly number[],
): GrownTree[] {
  const { maxDepth, numSlots, numDrawn, seed, minGain } = options
  const isDrawn = new Uint8Array(numSlots)
  const slotOrder = new Uint32Array(numSlots)

  /** Grows the node on a path (root 1, left child 2p, right child 2p + 1) for the trees from `first` on. */
  function grow(rows: NodeRows, path: number, first: number, end: number): SharedNode {
    const parts = divide(rows, path, first, end)
    const isLast = rows.depth + 1 === maxDepth
    // leaves are measured while the rows are here, and the last to move them need not put them back
    const branches = parts.map((part): Branch | null => settle(rows, part, isLast))
    const lastMoving = branches.lastIndexOf(null)
    for (let at = 0, from = first; at < parts.length; from = parts[at].end, at++) {
      const { split, end: to } = parts[at]
      if (branches[at] !== null || split === null) continue
      const kept = at < lastMoving ? kernel.keepRows(rows) : null
      const [left, right] = kernel.splitRows(rows, split)
      const leftNode = grow(left, 2 * path, from, to)
      branches[at] = { end: to, split, left: leftNode, right: grow(right, 2 * path + 1, from, to) }
      if (kept !== null) kernel.putBack(rows, kept)
    }
    return { numRows: rows.numRows, sum: rows.sum, branches: branches.filter((branch) => branch !== null) }
  }

  /** Finds the split of each tree; those that have the same one are one part. */
  function divide(rows: NodeRows, path: number, first: number, end: number): Part[] {
    const parts: Part[] = []
    if (rows.depth < maxDepth && rows.numRows >= 2 * leastRows[first])
      drawSlots(hash32(seed, path), numDrawn, isDrawn, slotOrder)
    for (let from = first; from < end; from = parts[parts.length - 1].end) {
      const split = chooseSplit(rows, leastRows[from])
      const least = split === null ? Infinity : Math.min(split.leftRows, rows.numRows - split.leftRows)
      let to = from + 1
      while (to < end && leastRows[to] <= least) to++
      parts.push({ end: to, split })
    }
    return parts
  }

  function chooseSplit(rows: NodeRows, minInstancesPerNode: number): Split | null {
    if (rows.depth === maxDepth || rows.numRows < 2 * minInstancesPerNode) return null
    return kernel.findSplit(rows, isDrawn, { minInstancesPerNode, minGain })
  }

  /** Ends a part that is a leaf, or whose children are on the last level and need not move; `null` for another. */
  function settle(rows: NodeRows, { end, split }: Part, isLast: boolean): Branch | null {
    if (split === null) return { end, split, sumSquares: kernel.sumSquares(rows) }
    if (!isLast) return null
    const [leftSquares, rightSquares] = kernel.sumSquaresOfSides(rows, split)
    const { leftRows, leftSum } = split
    return {
      end,
      split,
      left: leafOf(leftRows, leftSum, leftSquares),
      right: leafOf(rows.numRows - leftRows, rows.sum - leftSum, rightSquares),
    }
  }

  const shared = grow(root, 1, 0, leastRows.length)
  return leastRows.map((_, tree) => treeOf(shared, tree))
}

/** The trees before `end`, from where the part before ends, and the split that they have in common. */
interface Part {
  readonly end: number
  readonly split: Split | null
}

/** A node of several trees. */
interface SharedNode {
  readonly numRows: number
  readonly sum: number
  /** What follows, by trees, in their order. */
  readonly branches: readonly Branch[]
}

/** What follows a node in the trees before `end`. */
type Branch =
  | { readonly end: number; readonly split: null; readonly sumSquares: number }
  | { readonly end: number; readonly split: Split; readonly left: SharedNode; readonly right: SharedNode }

/** A node that is a leaf in each tree that comes to it. */
function leafOf(numRows: number, sum: number, sumSquares: number): SharedNode {
  return { numRows, sum, branches: [{ end: Infinity, split: null, sumSquares }] }
}

/** Gives the nodes of one of the trees in pre-order. */
function treeOf(root: SharedNode, tree: number): GrownTree {
  const nodes: GrownNode[] = []
  const add = ({ numRows, sum, branches }: SharedNode): number => {
    const branch = branches.length === 1 ? branches[0] : branchOf(branches, tree)
    if (branch.split === null) {
      const { sumSquares } = branch
      return nodes.push({ feature: -1, bin: 0, left: -1, right: -1, gain: -1, numRows, sum, sumSquares }) - 1
    }
    const { feature, bin, gain } = branch.split
    const node = { feature, bin, left: -1, right: -1, gain, numRows, sum, sumSquares: 0 }
    const index = nodes.push(node) - 1
    node.left = add(branch.left)
    node.right = add(branch.right)
    node.sumSquares = nodes[node.left].sumSquares + nodes[node.right].sumSquares
    return index
  }
  add(root)
  return nodes
}

function branchOf(branches: readonly Branch[], tree: number): Branch {
  let at = 0
  while (branches[at].end <= tree) at++
  return branches[at]
}
