import type { Tree } from '../model/tree.ts'
import type { Binning } from './bins.ts'
import type { Scale } from './fixed-point.ts'

/** One node of a tree as it was grown; sums and gain in steps of the fixed-point target. */
export interface GrownNode {
  /** Index of the feature that the node asks about, -1 for a leaf. */
  feature: number
  bin: number
  left: number
  right: number
  gain: number
  readonly numRows: number
  readonly sum: number
  sumSquares: number
}

/** The nodes of a grown tree in pre-order, before labels and thresholds come back. */
export type GrownTree = readonly GrownNode[]

/**
 * Merges leaves that predict the same under one parent, again and again, and numbers the rest in pre-order.
 *
 * Source: Spark ML, LearningNode.toNode with prune.
 */
export function mergeEqualLeaves(grown: GrownTree): GrownTree {
  const kept = grown.map((node) => ({ ...node }))
  for (let index = kept.length - 1; index >= 0; index--) {
    const node = kept[index]
    if (node.feature < 0) continue
    const left = kept[node.left]
    const right = kept[node.right]
    const isEqual = left.feature < 0 && right.feature < 0 && meanOf(left) === meanOf(right)
    if (isEqual) Object.assign(node, { feature: -1, left: -1, right: -1, gain: -1 })
  }
  return inPreOrder(kept)
}

/** Gives the mean of the fixed-point targets of a node. */
export function meanOf({ sum, numRows }: Pick<GrownNode, 'sum' | 'numRows'>): number {
  return sum / numRows
}

/** Brings a grown tree back to labels and thresholds. */
export function treeFromGrown(grown: GrownTree, binning: Binning, { center, step }: Scale): Tree {
  const doubles = (give: (node: GrownNode) => number) => fill(new Float64Array(grown.length), grown, give)
  const integers = (give: (node: GrownNode) => number) => fill(new Int32Array(grown.length), grown, give)
  const prediction = doubles((node) => center + step * meanOf(node))
  const impurity = doubles(({ sum, numRows, sumSquares }) => {
    const mean = sum / numRows
    return Math.max(0, sumSquares / numRows - mean * mean) * step * step
  })
  return {
    numNodes: grown.length,
    feature: integers(({ feature, bin }) => (feature < 0 ? -1 : slotOf(binning, feature, bin))),
    threshold: doubles(({ feature, bin }) => (feature < 0 ? 0 : binning[feature].thresholds[bin])),
    left: integers((node) => node.left),
    right: integers((node) => node.right),
    prediction,
    impurity,
    gain: doubles((node) => (node.feature < 0 ? -1 : node.gain * step * step)),
    numRows: doubles((node) => node.numRows),
    sum: doubles(({ sum, numRows }) => center * numRows + step * sum),
    sumSquares: doubles(({ sum, numRows, sumSquares }) => {
      return center * center * numRows + 2 * center * step * sum + step * step * sumSquares
    }),
  }
}

/** Does what `from` of a typed array does, without its iterator, which would take most of the time. */
function fill<A extends Float64Array | Int32Array>(
  array: A,
  grown: GrownTree,
  give: (node: GrownNode) => number,
): A {
  for (let node = 0; node < grown.length; node++) array[node] = give(grown[node])
  return array
}

function slotOf(binning: Binning, feature: number, bin: number): number {
  const cut = binning[feature]
  return cut.kind === 'one-hot' ? cut.slot + bin : cut.slot
}

/** Copies the nodes that can still be reached from the root, left subtree before right. */
function inPreOrder(nodes: GrownTree): GrownTree {
  const ordered: GrownNode[] = []
  const copy = (index: number): number => {
    const node = { ...nodes[index] }
    const at = ordered.push(node) - 1
    if (node.feature >= 0) {
      node.left = copy(node.left)
      node.right = copy(node.right)
    }
    return at
  }
  copy(0)
  return ordered
}
