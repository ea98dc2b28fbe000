import { FIELD, type GrownTree } from '../../src/learn/grown-tree.ts'

type Fields = Partial<Record<Exclude<keyof typeof FIELD, 'count'>, number>>

/** A leaf of two rows. */
export function grownLeaf(sumSquares: number, fields: Fields = {}): Fields {
  return { feature: -1, gain: -1, numRows: 2, sum: -3, sumSquares, ...fields }
}

/** A node that is split, its squares not summed yet. */
export function grownSplit(feature: number, fields: Fields = {}): Fields {
  return { feature, bin: 7, gain: 0.5, numRows: 4, sum: -6, ...fields }
}

/** Gives nodes in pre-order the form in which they are grown. */
export function grownTree(...nodes: readonly Fields[]): GrownTree {
  const grown = new Float64Array(nodes.length * FIELD.count)
  nodes.forEach((fields, node) => {
    const given = { feature: 0, bin: 0, gain: 0, numRows: 0, sum: 0, sumSquares: 0, ...fields }
    const { feature, bin, gain, numRows, sum, sumSquares } = given
    grown.set([feature, bin, gain, numRows, sum, sumSquares], node * FIELD.count)
  })
  return grown
}

/** Gives the fields of each node of a grown tree. */
export function nodesOf(grown: GrownTree): Record<Exclude<keyof typeof FIELD, 'count'>, number>[] {
  return Array.from({ length: grown.length / FIELD.count }, (_, node) => {
    const at = node * FIELD.count
    const [feature, bin, gain, numRows, sum, sumSquares] = grown.subarray(at, at + FIELD.count)
    return { feature, bin, gain, numRows, sum, sumSquares }
  })
}
