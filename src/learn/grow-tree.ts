import { hash32 } from '../random.ts'
import { drawSlots } from './draw-slots.ts'
import type { GrownNode, GrownTree } from './grown-tree.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel/kernel.ts'

/** How a tree grows. */
export interface GrowOptions extends SplitLimits {
  /** Longest path from root to leaf, in edges. */
  readonly maxDepth: number
  readonly numSlots: number
  /** Number of slots that each node may choose from. */
  readonly numDrawn: number
  /** Seed of this tree's draws; with the path of a node it fixes what the node draws. */
  readonly seed: number
}

/**
 * Grows one tree, depth first, on the rows in the bag.
 *
 * The draw of a node depends on the tree's seed and the node's path alone, so the tree cut off at a depth is
 * the tree grown to that depth.
 *
 * @param root  All rows of the tree, as the kernel gave them; at least one.
 */
export function growTree(kernel: TreeKernel, root: NodeRows, options: GrowOptions): GrownTree {
  const nodes: GrownNode[] = []
  const isDrawn = new Uint8Array(options.numSlots)
  const slotOrder = new Uint32Array(options.numSlots)

  /** Grows the node on a path (root 1, left child 2p, right child 2p + 1); gives its index. */
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

  function chooseSplit(rows: NodeRows, path: number): Split | null {
    if (rows.depth === options.maxDepth || rows.numRows < 2 * options.minInstancesPerNode) return null
    drawSlots(hash32(options.seed, path), options.numDrawn, isDrawn, slotOrder)
    return kernel.findSplit(rows, isDrawn, options)
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

  grow(root, 1)
  return nodes
}

function newLeaf({ numRows, sum }: Pick<NodeRows, 'numRows' | 'sum'>, sumSquares: number): GrownNode {
  return { feature: -1, bin: 0, left: -1, right: -1, gain: -1, numRows, sum, sumSquares }
}
