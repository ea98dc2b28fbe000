import type { Tree } from '../tree.ts'
import { countBelow } from './count-below.ts'
import type { FlatColumn } from './flat-column.ts'

/** A tree as the compiled code walks it: bins less 128, columns by index. */
export interface FlatTree {
  /** The first five levels of splits, column and bin, level by level, u8 [TOP_SPLITS, 2]. */
  readonly top: Uint8Array
  /** What lies below, the 32 ways out of the top first: column, bin, index of the left child (16 bits) a node. */
  readonly nodes: Uint32Array
  /** What a walk that ends in a node adds to the sum, weighted, [nodes.length]. */
  readonly values: Float64Array
  /** Number of edges of the longest path below the top. */
  readonly numSteps: number
}

/** Levels of the top, and their splits; assembly/layout.ts says the same. */
export const TOP_LEVELS = 5
export const TOP_SPLITS = 31
/** Nodes that an index of 16 bits can tell. */
const MAX_NODES = 2 ** 16
/** No bin exceeds it: every row goes left. */
const ALWAYS_LEFT = 127

/**
 * Turns a tree into flat arrays. A leaf leads to itself, and one in the top is reached by all ways below it.
 *
 * @param weight  What its predictions are multiplied by.
 * @returns `null` where it has too many nodes.
 */
export function flattenTree(tree: Tree, weight: number, columns: readonly FlatColumn[]): FlatTree | null {
  const columnOfSlot = new Map(columns.map(({ slot }, column) => [slot, column]))
  const top = new Uint8Array(2 * TOP_SPLITS)
  const columnOf = (node: number) => columnOfSlot.get(tree.feature[node]) ?? 0
  const binOf = (node: number) => countBelow(columns[columnOf(node)].thresholds, tree.threshold[node]) - 128
  // heap order: what stands behind the splits of the top are the ways out of it
  const heap = [0]
  for (let at = 0; at < TOP_SPLITS; at++) {
    const node = heap[at]
    const isLeaf = tree.feature[node] < 0
    top.set(isLeaf ? [0, ALWAYS_LEFT] : [columnOf(node), binOf(node)], 2 * at)
    heap.push(isLeaf ? node : tree.left[node], isLeaf ? node : tree.right[node])
  }
  // a node is below the top once, or, a leaf in the top, as often as there are ways to it
  const order = new Int32Array(tree.numNodes + TOP_SPLITS + 1)
  order.set(heap.slice(TOP_SPLITS))
  const nodes = new Uint32Array(order.length)
  let numNodes = TOP_SPLITS + 1
  let numSteps = -1
  // one round a level
  for (let start = 0; start < numNodes; numSteps++) {
    const end = numNodes
    for (let at = start; at < end; at++) {
      const node = order[at]
      if (tree.feature[node] < 0) {
        nodes[at] = (ALWAYS_LEFT << 8) | (at << 16)
        continue
      }
      nodes[at] = columnOf(node) | ((binOf(node) & 255) << 8) | (numNodes << 16)
      order[numNodes++] = tree.left[node]
      order[numNodes++] = tree.right[node]
    }
    start = end
  }
  if (numNodes > MAX_NODES) return null
  const values = new Float64Array(numNodes)
  for (let at = 0; at < numNodes; at++) values[at] = weight * tree.prediction[order[at]]
  return { top, nodes: nodes.slice(0, numNodes), values, numSteps }
}
