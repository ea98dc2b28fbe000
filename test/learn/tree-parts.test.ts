import { describe, expect, it } from 'vitest'
import { FIELD } from '../../src/learn/grown-tree.ts'
import { joinParts, wholeTree } from '../../src/learn/tree-parts.ts'
import { grownLeaf, grownSplit, grownTree } from './grown-nodes.ts'

describe('parts of a tree', () => {
  it('give the tree that was taken apart', () => {
    const nodes = grownTree(grownSplit(4), grownLeaf(4), grownLeaf(5))
    expect(joinParts([wholeTree(nodes)])).toEqual(nodes)
  })

  it('are joined by their paths to one tree in pre-order', () => {
    // the root and its left child were split by all; under that a subtree and a leaf, at the right another leaf
    const subtree = [grownSplit(2), grownLeaf(4), grownLeaf(5)]
    const first = {
      paths: [1, 2, 5],
      starts: [0, FIELD.count, 2 * FIELD.count],
      nodes: grownTree(grownSplit(0), grownSplit(1), grownLeaf(2)),
    }
    const second = {
      paths: [3, 4],
      starts: [0, FIELD.count],
      nodes: grownTree(grownLeaf(1), ...subtree),
    }
    const joined = joinParts([second, first])
    expect(joined).toEqual(grownTree(grownSplit(0), grownSplit(1), ...subtree, grownLeaf(2), grownLeaf(1)))
    expect(joined.length).toBe(7 * FIELD.count)
  })
})
