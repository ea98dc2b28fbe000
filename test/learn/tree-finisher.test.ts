import { describe, expect, it } from 'vitest'
import type { Binning } from '../../src/learn/bins/bins.ts'
import { TreeFinisher } from '../../src/learn/finish/tree-finisher.ts'
import { FIELD, type GrownParts, PART } from '../../src/learn/grown-tree.ts'
import { linkNodes } from '../../src/learn/link-nodes.ts'
import { grownLeaf, grownSplit, grownTree } from './grown-nodes.ts'

const binning: Binning = [
  { kind: 'numeric', slot: 0, numBins: 9, thresholds: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 80) },
  { kind: 'numeric', slot: 1, numBins: 9, thresholds: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 81) },
  { kind: 'one-hot', slot: 2, numSlots: 9, numBins: 10, thresholds: new Float64Array(9).fill(0.25) },
]

describe('a grown tree', () => {
  // 0 splits into 1 and 6, 1 into 2 and 5, 2 into 3 and 4
  const nodes = [
    grownSplit(0, { numRows: 8, sum: -9 }),
    grownSplit(1, { numRows: 6, sum: -9 }),
    grownSplit(2, { numRows: 4, sum: -6 }),
    grownLeaf(4),
    grownLeaf(5),
    grownLeaf(6),
    grownLeaf(7, { sum: 0 }),
  ]

  it('links each node with its children', () => {
    expect(linkNodes(grownTree(...nodes))).toEqual({
      left: Int32Array.of(1, 2, 3, -1, -1, -1, -1),
      right: Int32Array.of(6, 5, 4, -1, -1, -1, -1),
    })
  })

  it('sums squares upwards, and merges leaves of one mean again and again', () => {
    // 3 and 4 have mean -1.5, so has then their parent, and 5 beside it
    const merged = { ...nodes[1], feature: -1, sumSquares: 15 }
    expect(mergedOf(nodes)).toEqual(grownTree({ ...nodes[0], sumSquares: 22 }, merged, nodes[6]))
  })

  it('keeps what differs below one that is merged elsewhere', () => {
    const other = nodes.with(5, grownLeaf(6, { sum: 1 }))
    const merged = { ...nodes[2], feature: -1, sumSquares: 9 }
    expect(mergedOf(other)).toEqual(
      grownTree({ ...nodes[0], sumSquares: 22 }, { ...nodes[1], sumSquares: 15 }, merged, other[5], nodes[6]),
    )
  })

  it('gets its labels, slots and thresholds back', () => {
    // in steps of 0.5 from 10 on: the root has sum -8, left sum -6 and right -2
    const grown = grownTree(
      grownSplit(2, { numRows: 4, sum: -8, gain: 3 }),
      grownLeaf(20, { numRows: 2, sum: -6 }),
      grownLeaf(4, { numRows: 2, sum: -2 }),
    )
    expect(new TreeFinisher(binning).finish([grown], { center: 10, step: 0.5 }).tree).toEqual({
      numNodes: 3,
      // bin 7 of the group that begins with slot 2
      feature: Int32Array.of(9, -1, -1),
      threshold: Float64Array.of(0.25, 0, 0),
      left: Int32Array.of(1, -1, -1),
      right: Int32Array.of(2, -1, -1),
      prediction: Float64Array.of(9, 8.5, 9.5),
      // 24 / 4 - 2 squared, 20 / 2 - 3 squared, 4 / 2 - 1, in steps squared
      impurity: Float64Array.of(0.5, 0.25, 0.25),
      gain: Float64Array.of(0.75, -1, -1),
      numRows: Float64Array.of(4, 2, 2),
      sum: Float64Array.of(36, 17, 19),
      sumSquares: Float64Array.of(326, 145, 181),
    })
  })

  it('is joined of parts that threads have grown, in any order', () => {
    // the root and its left child were split by all; under that a subtree and a leaf, at the right another leaf
    const subtree = [grownSplit(2), grownLeaf(4), grownLeaf(5, { sum: 1 })]
    const [root, left] = [grownSplit(0), grownSplit(1)]
    const [inner, right] = [grownLeaf(2, { sum: 2 }), grownLeaf(1, { sum: 3 })]
    const first = grownTree(part(1), root, part(2), left, part(5), inner)
    const second = grownTree(part(3), right, part(4), ...subtree)
    const whole = mergedOf([root, left, ...subtree, inner, right])
    expect(whole.length).toBe(7 * FIELD.count)
    expect(grownOf(second, first)).toEqual(whole)
    expect(grownOf(first, new Float64Array(0), second)).toEqual(whole)
  })

  it('may be far larger than the one before', () => {
    const finisher = new TreeFinisher(binning)
    const scale = { center: 0, step: 1 }
    expect(finisher.finish([grownTree(grownLeaf(5))], scale).tree.numNodes).toBe(1)
    let numLeaves = 0
    const subtree = (depth: number): ReturnType<typeof grownLeaf>[] =>
      depth === 12
        ? [grownLeaf(1, { sum: numLeaves++ })]
        : [grownSplit(0), ...subtree(depth + 1), ...subtree(depth + 1)]
    const { tree } = finisher.finish([grownTree(...subtree(0))], scale)
    expect(tree.numNodes).toBe(2 ** 13 - 1)
    // behind its left subtree and the node itself
    expect(tree.right.slice(0, 2)).toEqual(Int32Array.of(2 ** 12, 2 ** 11 + 1))
    expect(tree.sumSquares[0]).toBe(2 ** 12)
    expect(tree.prediction.at(-1)).toBe((2 ** 12 - 1) / 2)
  })

  function mergedOf(grown: typeof nodes) {
    return grownOf(grownTree(...grown))
  }

  function grownOf(...parts: readonly GrownParts[]) {
    return Float64Array.from(new TreeFinisher(binning).finish(parts, { center: 0, step: 1 }).grown)
  }

  function part(path: number) {
    return { feature: PART, bin: path }
  }
})
