import { type GrowOptions, splitChooser } from './choose-split.ts'
import type { GrownNode, GrownTree } from './grown-tree.ts'
import type { NodeRows, Split, TreeKernel } from './kernel/kernel.ts'

/**
 * Grows one tree, or a part of it, depth first.
 *
 * @param top  The rows that it begins with, as the kernel gave them, at least one; and their path in the whole tree.
 */
export function growTree(
  kernel: TreeKernel,
  top: { readonly rows: NodeRows; readonly path: number },
  options: GrowOptions,
): GrownTree {
  const nodes: GrownNode[] = []
  const chooseSplit = splitChooser(kernel, options)

  /** Grows the node on a path; gives its index. */
  function grow(rows: NodeRows, path: number): number {
    const split = chooseSplit(rows, path)
    if (split === null) return nodes.push(newLeaf(rows, kernel.closeLeaf(rows))) - 1
    const node = newLeaf(rows, 0)
    const index = nodes.push(node) - 1
    node.feature = split.feature
    node.bin = split.bin
    node.gain = split.gain
    const isLast = rows.depth + 1 === options.maxDepth
    const [left, right] = isLast ? addLeaves(rows, split) : growChildren(rows, split, path)
    node.left = left
    node.right = right
    node.sumSquares = nodes[left].sumSquares + nodes[right].sumSquares
    return index
  }

  function growChildren(rows: NodeRows, split: Split, path: number): [left: number, right: number] {
    const [left, right] = kernel.splitRows(rows, split)
    return [grow(left, 2 * path), grow(right, 2 * path + 1)]
  }

  /** Adds both children of a node on the last level, whose rows need not move. */
  function addLeaves(rows: NodeRows, split: Split): [left: number, right: number] {
    const [leftSquares, rightSquares] = kernel.closeSides(rows, split)
    const { leftRows, leftSum } = split
    const left = newLeaf({ numRows: leftRows, sum: leftSum }, leftSquares)
    const right = newLeaf({ numRows: rows.numRows - leftRows, sum: rows.sum - leftSum }, rightSquares)
    const index = nodes.push(left, right) - 2
    return [index, index + 1]
  }

  grow(top.rows, top.path)
  return nodes
}

function newLeaf({ numRows, sum }: Pick<NodeRows, 'numRows' | 'sum'>, sumSquares: number): GrownNode {
  return { feature: -1, bin: 0, left: -1, right: -1, gain: -1, numRows, sum, sumSquares }
}
