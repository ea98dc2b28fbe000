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
 * @param root  All rows of the bag, as `takeBag` gave them; at least one.
 */
export function growTree(kernel: TreeKernel, root: NodeRows, options: GrowOptions): GrownTree {
  const nodes: GrownNode[] = []
  const isDrawn = new Uint8Array(options.numSlots)

  /** Grows the node on a path (root 1, left child 2p, right child 2p + 1); gives its index. */
  function grow(rows: NodeRows, path: number, depth: number, histogram: number): number {
    const node = newLeaf(rows)
    const index = nodes.push(node) - 1
    const split = chooseSplit(rows, path, depth, histogram)
    if (split === null) {
      node.sumSquares = kernel.sumSquares(rows.start, rows.end)
      return index
    }
    const [left, right] = splitRows(kernel, rows, split)
    const [leftHistogram, rightHistogram] = childHistograms(left, right, depth, histogram)
    node.feature = split.feature
    node.bin = split.bin
    node.gain = split.gain
    node.left = grow(left, 2 * path, depth + 1, leftHistogram)
    node.right = grow(right, 2 * path + 1, depth + 1, rightHistogram)
    node.sumSquares = nodes[node.left].sumSquares + nodes[node.right].sumSquares
    return index
  }

  function chooseSplit(rows: NodeRows, path: number, depth: number, histogram: number): Split | null {
    if (depth === options.maxDepth || rows.numRows < 2 * options.minInstancesPerNode) return null
    drawSlots(hash32(options.seed, path), options.numDrawn, isDrawn)
    return kernel.findSplit(histogram, rows, isDrawn, options)
  }

  /** Sums the smaller child and subtracts it from the parent; children that stay leaves need no histogram. */
  function childHistograms(left: NodeRows, right: NodeRows, depth: number, parent: number): [number, number] {
    if (depth + 1 === options.maxDepth) return [parent, parent]
    const leftHistogram = 2 * depth + 1
    const rightHistogram = leftHistogram + 1
    const leftIsSmaller = left.end - left.start <= right.end - right.start
    const [small, smallHistogram] = leftIsSmaller ? [left, leftHistogram] : [right, rightHistogram]
    kernel.buildHistogram(small.start, small.end, smallHistogram)
    kernel.subtractHistogram(parent, smallHistogram, leftIsSmaller ? rightHistogram : leftHistogram)
    return [leftHistogram, rightHistogram]
  }

  if (options.maxDepth > 0) kernel.buildHistogram(root.start, root.end, 0)
  grow(root, 1, 0, 0)
  return nodes
}

function newLeaf({ numRows, sum }: NodeRows): GrownNode {
  return { feature: -1, bin: 0, left: -1, right: -1, gain: -1, numRows, sum, sumSquares: 0 }
}

function splitRows(kernel: TreeKernel, rows: NodeRows, split: Split): [NodeRows, NodeRows] {
  const middle = kernel.partition(rows.start, rows.end, split)
  const { leftRows, leftSum } = split
  const left = { start: rows.start, end: middle, numRows: leftRows, sum: leftSum }
  const right = { start: middle, end: rows.end, numRows: rows.numRows - leftRows, sum: rows.sum - leftSum }
  return [left, right]
}
