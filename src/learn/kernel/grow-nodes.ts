import type { GrownTree, RowSum } from '../grown-tree.ts'
import { SplitChooser } from './choose-split.ts'
import { GrowingTree } from './growing-tree.ts'
import type { GrowTogetherOptions, NodeRows, Split, TopRows } from './kernel.ts'
import type { NodeKernel, RowKeeper } from './node-kernel.ts'

/** What trees grow from, and how. */
interface Growth {
  readonly top: TopRows
  readonly options: GrowTogetherOptions
  /** Values of minInstancesPerNode, ascending. */
  readonly leastRows: readonly number[]
}

/** The trees from `from` to before `to`, and the split of a node that they have in common. */
interface Part {
  readonly from: number
  readonly to: number
  readonly split: Split
}

/**
 * Grows a tree for each smallest leaf, each as if it had been grown on its own; the compiled kernel does it as well
 * (assembly/grow-trees.ts).
 *
 * A limit only leaves splits out. So while both sides of the best split without it keep it, that split is the best
 * one with it too, and the trees are one; only where it does not they part, and what is below grows for each.
 *
 * @param keeper  Keeps rows where there are several trees.
 * @returns One tree a value of `leastRows`.
 */
export function growNodes(
  kernel: NodeKernel,
  keeper: RowKeeper | null,
  { top, options, leastRows }: Growth,
): GrownTree[] {
  const chooser = new SplitChooser(kernel, options)
  const trees = leastRows.map(() => new GrowingTree())

  /** Grows the node on a path (root 1, left child 2p, right child 2p + 1) for the trees from `from` to before `to`. */
  function grow(rows: NodeRows, path: number, from: number, to: number): void {
    const parts = settle(rows, path, from, to)
    for (let at = 0; at < parts.length; at++) {
      const { from, to, split } = parts[at]
      // the last to move them need not put them back
      const kept = at + 1 < parts.length && keeper !== null ? keeper.keepRows(rows) : null
      for (let tree = from; tree < to; tree++) trees[tree].addSplit(rows, split)
      const [left, right] = kernel.splitRows(rows, split)
      grow(left, 2 * path, from, to)
      grow(right, 2 * path + 1, from, to)
      if (kept !== null) keeper?.putBack(rows, kept)
    }
  }

  /**
   * Finds the split of each tree; those that have the same one are one part. Ends, while the rows are here, those where
   * the node is a leaf, or its children are on the last level and need not move; gives the others.
   */
  function settle(rows: NodeRows, path: number, from: number, end: number): Part[] {
    const moving: Part[] = []
    if (chooser.maySplit(rows, leastRows[from])) chooser.draw(path)
    for (let to = from; from < end; from = to) {
      const split = chooser.find(rows, leastRows[from])
      const least = split === null ? Infinity : Math.min(split.leftRows, rows.numRows - split.leftRows)
      while (to < end && leastRows[to] <= least) to++
      if (split === null) addLeaf(from, to, rows, kernel.closeLeaf(rows))
      else if (rows.depth + 1 < options.maxDepth) moving.push({ from, to, split })
      else addLast(from, to, rows, split)
    }
    return moving
  }

  function addLast(from: number, to: number, rows: NodeRows, split: Split): void {
    for (let tree = from; tree < to; tree++) trees[tree].addSplit(rows, split)
    const [leftSquares, rightSquares] = kernel.closeSides(rows, split)
    const { leftRows, leftSum } = split
    addLeaf(from, to, { numRows: leftRows, sum: leftSum }, leftSquares)
    addLeaf(from, to, { numRows: rows.numRows - leftRows, sum: rows.sum - leftSum }, rightSquares)
  }

  function addLeaf(from: number, to: number, rows: RowSum, squares: number): void {
    for (let tree = from; tree < to; tree++) trees[tree].addLeaf(rows, squares)
  }

  grow(top.rows, top.path, 0, leastRows.length)
  return trees.map((tree) => tree.nodes())
}
