import { type GrowTogetherOptions, SplitChooser } from './choose-split.ts'
import type { GrownNode, GrownTree } from './grown-tree.ts'
import type { NodeRows, RowKeeper, Split, SplitLimits, TreeKernel } from './kernel/kernel.ts'

/** How a tree grows. */
export interface GrowOptions extends GrowTogetherOptions, SplitLimits {}

/** What a tree, or a part of one, begins with. */
export interface TopRows {
  /** As the kernel gave them; at least one. */
  readonly rows: NodeRows
  /** Path in the whole tree: root 1, left child 2p, right child 2p + 1. */
  readonly path: number
}

/** Grows one tree, or a part of one, depth first. */
export function growTree(kernel: TreeKernel, top: TopRows, options: GrowOptions): GrownTree {
  return growShared(kernel, null, { top, options, leastRows: [options.minInstancesPerNode] })[0]
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
  kernel: TreeKernel & RowKeeper,
  top: TopRows,
  options: GrowTogetherOptions,
  leastRows: readonly number[],
): GrownTree[] {
  return growShared(kernel, kernel, { top, options, leastRows })
}

/** What trees grow from, and how. */
interface Growth {
  readonly top: TopRows
  readonly options: GrowTogetherOptions
  readonly leastRows: readonly number[]
}

/** Grows the trees; only where there are several, rows are kept. */
function growShared(
  kernel: TreeKernel,
  keeper: RowKeeper | null,
  { top, options, leastRows }: Growth,
): GrownTree[] {
  const chooser = new SplitChooser(kernel, options)

  /** Grows the node on a path (root 1, left child 2p, right child 2p + 1) for the trees from `first` on. */
  function grow(rows: NodeRows, path: number, first: number, end: number): SharedNode {
    const parts = divide(rows, path, first, end)
    const isLast = rows.depth + 1 === options.maxDepth
    // leaves are measured while the rows are here, and the last to move them need not put them back
    const branches = parts.map((part): Branch | null => settle(rows, part, isLast))
    const lastMoving = branches.lastIndexOf(null)
    for (let at = 0, from = first; at < parts.length; from = parts[at].end, at++) {
      const { split, end: to } = parts[at]
      if (branches[at] !== null || split === null) continue
      const kept = at < lastMoving && keeper !== null ? keeper.keepRows(rows) : null
      const [left, right] = kernel.splitRows(rows, split)
      const leftNode = grow(left, 2 * path, from, to)
      branches[at] = { end: to, split, left: leftNode, right: grow(right, 2 * path + 1, from, to) }
      if (kept !== null) keeper?.putBack(rows, kept)
    }
    return { numRows: rows.numRows, sum: rows.sum, branches: branches.filter((branch) => branch !== null) }
  }

  /** Finds the split of each tree; those that have the same one are one part. */
  function divide(rows: NodeRows, path: number, first: number, end: number): Part[] {
    const parts: Part[] = []
    if (chooser.maySplit(rows, leastRows[first])) chooser.draw(path)
    for (let from = first; from < end; from = parts[parts.length - 1].end) {
      const split = chooser.find(rows, leastRows[from])
      const least = split === null ? Infinity : Math.min(split.leftRows, rows.numRows - split.leftRows)
      let to = from + 1
      while (to < end && leastRows[to] <= least) to++
      parts.push({ end: to, split })
    }
    return parts
  }

  /** Ends a part that is a leaf, or whose children are on the last level and need not move; `null` for another. */
  function settle(rows: NodeRows, { end, split }: Part, isLast: boolean): Branch | null {
    if (split === null) return { end, split, sumSquares: kernel.closeLeaf(rows) }
    if (!isLast) return null
    const [leftSquares, rightSquares] = kernel.closeSides(rows, split)
    const { leftRows, leftSum } = split
    return {
      end,
      split,
      left: leafOf(leftRows, leftSum, leftSquares),
      right: leafOf(rows.numRows - leftRows, rows.sum - leftSum, rightSquares),
    }
  }

  const shared = grow(top.rows, top.path, 0, leastRows.length)
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
