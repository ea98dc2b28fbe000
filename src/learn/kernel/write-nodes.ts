import type { Binning } from '../bins.ts'
import type { GrownNode, GrownTree } from '../grown-tree.ts'
import { rangeOfSplit } from './split-range.ts'

/** Bytes of a node: feature, range, offsets of two nodes (u32), and what a leaf takes (f64). */
export const NODE_BYTES = 24
const WORDS = NODE_BYTES / 4
const DOUBLES = NODE_BYTES / 8

/** A tree, and what its leaves take from what is left of the labels of their rows. */
interface Taking {
  readonly grown: GrownTree
  readonly deltaOf: (leaf: GrownNode) => number
}

/**
 * Writes the nodes of a tree as the compiled code walks them; a leaf leads to itself.
 *
 * @returns The number of edges on the longest path.
 */
export function writeNodes(
  { buffer }: WebAssembly.Memory,
  address: number,
  binning: Binning,
  { grown, deltaOf }: Taking,
): number {
  const words = new Uint32Array(buffer, address, grown.length * WORDS)
  const doubles = new Float64Array(buffer, address, grown.length * DOUBLES)
  const depths = new Uint8Array(grown.length)
  let deepest = 0
  // in pre-order a node stands before its children
  grown.forEach((node, index) => {
    const at = index * WORDS
    if (node.feature < 0) {
      words.set([0, 255 << 8, index * NODE_BYTES, index * NODE_BYTES], at)
      doubles[index * DOUBLES + 2] = deltaOf(node)
      deepest = Math.max(deepest, depths[index])
      return
    }
    depths[node.left] = depths[index] + 1
    depths[node.right] = depths[index] + 1
    const { feature, low, span, outside } = rangeOfSplit(binning, node)
    const [inside, others] = outside === 1 ? [node.right, node.left] : [node.left, node.right]
    words.set([feature, low + (span << 8), inside * NODE_BYTES, others * NODE_BYTES], at)
  })
  return deepest
}
