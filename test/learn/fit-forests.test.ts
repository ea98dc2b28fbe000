import { describe, expect, it } from 'vitest'
import { fitForest, fitForests } from '../../src/learn/forest.ts'
import { trainingFromRows } from './training-from-rows.ts'

const numRows = 1200
// a few outliers make splits of one row near the root, where trees of larger leaves part early
const rows = Array.from({ length: numRows }, (_, row) => [(row * 37) % 101, (row * 17) % 13, (row * 7) % 4])
const labels = rows.map(([a, b, c], row) => a / 10 + b * c + (row % 97 === 0 ? 400 + row : 0))
const training = trainingFromRows(rows, labels)
const leaves = [1, 2, 5, 40, 700]

describe('forests that grow together', () => {
  it.each([
    ['all slots', '1.0'],
    ['some', 'onethird'],
  ])('are those that grow alone, tree by tree, with %s drawn', async (_, featureSubsetStrategy) => {
    const params = leaves.map((minInstancesPerNode) => ({
      numTrees: 6,
      maxDepth: 7,
      seed: 3,
      featureSubsetStrategy,
      minInstancesPerNode,
    }))
    const together = await fitForests(training, params, { threads: 2 })
    for (const [at, forest] of together.entries()) {
      expect(forest).toEqual(await fitForest(training, params[at], { threads: 1 }))
    }
    const sizes = together.map(({ trees }) => trees.reduce((sum, { numNodes }) => sum + numNodes, 0))
    expect(new Set(sizes).size).toBe(leaves.length)
  })

  it('come in the order in which they were asked for, and may be asked for twice', async () => {
    const params = [5, 1, 5].map((minInstancesPerNode) => ({ numTrees: 2, maxDepth: 4, minInstancesPerNode }))
    const [first, , last] = await fitForests(training, params, { threads: 1 })
    expect(first.params['minInstancesPerNode']).toBe(5)
    expect(last).toEqual(first)
  })

  it('may be more than a kernel grows at a time', async () => {
    const params = Array.from({ length: 300 }, (_, at) => ({
      ...{ numTrees: 2, maxDepth: 3, seed: 3, featureSubsetStrategy: 'all' },
      minInstancesPerNode: at + 1,
    }))
    const together = await fitForests(training, params, { threads: 1 })
    for (const at of [0, 255, 256, 299]) {
      expect(together[at]).toEqual(await fitForest(training, params[at], { threads: 1 }))
    }
  })
})
