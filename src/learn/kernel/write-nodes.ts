import type { Binning } from '../bins/bins.ts'
import { FIELD, type GrownTree, type RowSum } from '../grown-tree.ts'
import { linkNodes } from '../link-nodes.ts'
import { rangeOfSplit } from './split-range.ts'

/** Bytes of a node: bundle, where its bin by code stands, range, offsets of two nodes (u32), and what a leaf takes (f64). */
export const NODE_BYTES = 32
const WORDS = NODE_BYTES / 4
const DOUBLES = NODE_BYTES / 8

/** A tree, and what its leaves take from what is left of the labels of their rows. */
interface Taking {
  readonly grown: GrownTree
  readonly deltaOf: (leaf: RowSum) => number
  /** Says which byte of a row is the code of a feature, and where its bin by code stands. */
  readonly codeOf: (feature: number) => readonly [bundle: number, binOfCode: number]
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
  { grown, deltaOf, codeOf }: Taking,
): number {
  const { left, right } = linkNodes(grown)
  const words = new Uint32Array(buffer, address, left.length * WORDS)
  const doubles = new Float64Array(buffer, address, left.length * DOUBLES)
  const depths = new Uint8Array(left.length)
  let deepest = 0
  // in pre-order a node stands before its children
  for (let node = 0; node < left.length; node++) {
    const field = (name: keyof typeof FIELD) => grown[node * FIELD.count + FIELD[name]]
    const at = node * WORDS
    if (field('feature') < 0) {
      // every row is in range
      words.set([...codeOf(0), 255 << 8, node * NODE_BYTES, node * NODE_BYTES], at)
      doubles[node * DOUBLES + 3] = deltaOf({ numRows: field('numRows'), sum: field('sum') })
      deepest = Math.max(deepest, depths[node])
      continue
    }
    const children = [left[node], right[node]]
    for (const child of children) depths[child] = depths[node] + 1
    const split = { feature: field('feature'), bin: field('bin') }
    const { feature, low, span, outside } = rangeOfSplit(binning, split)
    const [inside, others] = outside === 1 ? children.reverse() : children
    words.set([...codeOf(feature), low + (span << 8), inside * NODE_BYTES, others * NODE_BYTES], at)
  }
  return deepest
}
