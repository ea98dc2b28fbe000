import { describe, expect, it } from 'vitest'
import { FIELD } from '../../src/learn/grown-tree.ts'
import { joinParts } from '../../src/learn/tree-parts.ts'
import { grownLeaf, grownSplit, grownTree } from './grown-nodes.ts'

describe('parts of a tree', () => {
  it('give the tree that was taken apart', () => {
    const nodes = grownTree(grownSplit(4), grownLeaf(4), grownLeaf(5))
    expect(joinParts([{ path: 1, nodes }])).toEqual(nodes)
  })

  it('are joined by their paths to one tree in pre-order', () => {
    // the root and its left child were split by all; under that a subtree and a leaf, at the right another leaf
    const parts = [
      { path: 3, nodes: grownTree(grownLeaf(1)) },
      { path: 4, nodes: grownTree(grownSplit(2), grownLeaf(4), grownLeaf(5)) },
      { path: 1, nodes: grownTree(grownSplit(0)) },
      { path: 5, nodes: grownTree(grownLeaf(2)) },
      { path: 2, nodes: grownTree(grownSplit(1)) },
    ]
    const joined = joinParts(parts)
    expect(joined).toEqual(
      grownTree(
        grownSplit(0),
        grownSplit(1),
        grownSplit(2),
        grownLeaf(4),
        grownLeaf(5),
        grownLeaf(2),
        grownLeaf(1),
      ),
    )
    expect(joined.length).toBe(7 * FIELD.count)
  })
})
