import { describe, expect, it } from 'vitest'
import type { GrownNode } from '../../src/learn/grown-tree.ts'
import { joinParts, packPart } from '../../src/learn/tree-parts.ts'

const leafOf = (sumSquares: number): GrownNode => ({
  feature: -1,
  bin: 0,
  left: -1,
  right: -1,
  gain: -1,
  numRows: 2,
  sum: -3,
  sumSquares,
})

describe('parts of a tree', () => {
  it('give the tree that was packed', () => {
    const tree = [{ ...leafOf(9), feature: 4, bin: 7, gain: 0.5, left: 1, right: 2 }, leafOf(4), leafOf(5)]
    expect(joinParts([packPart(1, tree)])).toEqual(tree)
  })

  it('are joined by their paths to one tree in pre-order, squares summed upwards', () => {
    const open = { ...leafOf(0), feature: 1 }
    const pair = [{ ...leafOf(9), feature: 2, left: 1, right: 2 }, leafOf(4), leafOf(5)]
    // the root and its left child were split by all; under that a subtree and a leaf, at the right another leaf
    const parts = [
      packPart(3, [leafOf(1)]),
      packPart(4, pair),
      packPart(1, [open]),
      packPart(5, [leafOf(2)]),
      packPart(2, [open]),
    ]
    expect(joinParts(parts)).toEqual([
      { ...open, left: 1, right: 6, sumSquares: 12 },
      { ...open, left: 2, right: 5, sumSquares: 11 },
      { ...pair[0], left: 3, right: 4 },
      leafOf(4),
      leafOf(5),
      leafOf(2),
      leafOf(1),
    ])
  })
})
