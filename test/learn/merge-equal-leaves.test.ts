import { describe, expect, it } from 'vitest'
import { linkNodes } from '../../src/learn/link-nodes.ts'
import { mergeEqualLeaves } from '../../src/learn/merge-equal-leaves.ts'
import { grownLeaf, grownSplit, grownTree } from './grown-nodes.ts'

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
    expect(mergeEqualLeaves(grownTree(...nodes))).toEqual(
      grownTree({ ...nodes[0], sumSquares: 22 }, merged, nodes[6]),
    )
  })

  it('keeps what differs below one that is merged elsewhere', () => {
    const other = nodes.with(5, grownLeaf(6, { sum: 1 }))
    const merged = { ...nodes[2], feature: -1, sumSquares: 9 }
    expect(mergeEqualLeaves(grownTree(...other))).toEqual(
      grownTree({ ...nodes[0], sumSquares: 22 }, { ...nodes[1], sumSquares: 15 }, merged, other[5], nodes[6]),
    )
  })
})
