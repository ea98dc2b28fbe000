import { describe, expect, it } from 'vitest'
import { fitBoosting } from '../../src/learn/boosting.ts'
import { fitForest } from '../../src/learn/forest.ts'
import type { TrainingSet } from '../../src/learn/training-set.ts'
import { predictRows } from '../../src/model/predict-rows.ts'
import type { Tree } from '../../src/model/tree.ts'
import { trainingFromRows } from './training-from-rows.ts'

const one = { threads: 1 }

/** A stepwise surface with noise that is the same at each call. */
function surface(numRows: number): TrainingSet {
  const rows = Array.from({ length: numRows }, (_, row) => [row % 17, (row * 7) % 23, (row * 13) % 5])
  const labels = rows.map(([a, b, c], row) => a * 3 + (b > 11 ? 20 : 0) - c * c + ((row * 31) % 10) / 10)
  return trainingFromRows(rows, labels)
}

describe('one tree', () => {
  it('splits a step where it is and predicts the mean of either side', async () => {
    const training = trainingFromRows([[1], [2], [3], [4]], [10, 10, 20, 24])
    const { trees } = await fitBoosting(training, { maxIter: 1, maxDepth: 1 }, one)
    const [tree] = trees
    expect([...tree.feature]).toEqual([0, -1, -1])
    expect(tree.threshold[0]).toBe(2.5)
    expect([...tree.prediction]).toEqual([16, 10, 22])
    expect([...tree.impurity]).toEqual([38, 0, 4])
    expect([...tree.gain]).toEqual([36, -1, -1])
    expect([...tree.numRows]).toEqual([4, 2, 2])
    expect([...tree.sum]).toEqual([64, 20, 44])
    expect([...tree.sumSquares]).toEqual([1176, 200, 976])
  })

  it('is one leaf where the labels are constant', async () => {
    const training = trainingFromRows([[1], [2], [3]], [7, 7, 7])
    const { trees } = await fitBoosting(training, { maxIter: 1 }, one)
    expect([...trees[0].prediction]).toEqual([7])
  })
})

describe('random forest', () => {
  const params = { numTrees: 12, maxDepth: 6, featureSubsetStrategy: 'onethird' }

  it('is the same model for any number of threads', async () => {
    const forests = await Promise.all(
      [1, 2, 3].map((threads) => fitForest(surface(500), params, { threads })),
    )
    expect(forests[1].trees).toEqual(forests[0].trees)
    expect(forests[2].trees).toEqual(forests[0].trees)
  })

  it('has the smaller forest as its first trees, and another forest for another seed', async () => {
    const [large, small, other] = await Promise.all([
      fitForest(surface(300), params, one),
      fitForest(surface(300), { ...params, numTrees: 5 }, one),
      fitForest(surface(300), { ...params, seed: 43 }, one),
    ])
    expect(large.trees.slice(0, 5)).toEqual(small.trees)
    expect(other.trees[0]).not.toEqual(large.trees[0])
  })

  it('has the shallower forest as its trees cut off', async () => {
    const deep = await fitForest(surface(300), { ...params, numTrees: 2 }, one)
    const flat = await fitForest(surface(300), { ...params, numTrees: 2, maxDepth: 3 }, one)
    const splits = (trees: readonly Tree[]) => trees.map((tree) => pathsOf(tree, 3))
    expect(splits(flat.trees)).toEqual(splits(deep.trees))
  })

  it('draws each row with Poisson weight 1: about 63 % of the rows are in a bag', async () => {
    const { trees } = await fitForest(surface(2000), { numTrees: 40, maxDepth: 0 }, one)
    const meanRows = trees.reduce((sum, tree) => sum + tree.numRows[0], 0) / trees.length
    expect(Math.abs(meanRows - 2000)).toBeLessThan(30)
    expect(new Set(trees.map((tree) => tree.numRows[0])).size).toBeGreaterThan(20)
  })

  it('gives a bag that came out empty all rows', async () => {
    const three = trainingFromRows([[1], [2], [3]], [1, 2, 3])
    const { trees } = await fitForest(three, { numTrees: 60, subsamplingRate: 0.01 }, one)
    expect(trees.every((tree) => tree.numRows[0] > 0 && Number.isFinite(tree.prediction[0]))).toBe(true)
    const boosted = await fitBoosting(three, { maxIter: 20, subsamplingRate: 0.01 }, one)
    expect([...predictRows(boosted, three.matrix)].every(Number.isFinite)).toBe(true)
  })

  it('lets the one tree of a forest choose from all features, as Spark does', async () => {
    // the label is in the last of nine features: a draw of three would often miss it
    const rows = Array.from({ length: 40 }, (_, row) => [0, 0, 0, 0, 0, 0, 0, 0, row])
    const { trees } = await fitForest(
      trainingFromRows(
        rows,
        rows.map((row) => row[8]),
      ),
      { numTrees: 1 },
      one,
    )
    expect(trees[0].feature[0]).toBe(8)
  })

  it('refuses parameters out of bounds and unknown ones, naming them', async () => {
    await expect(fitForest(surface(10), { maxDepth: 31 }, one)).rejects.toThrow(
      'random_forest: maxDepth must be an integer in [0, 30], got 31',
    )
    await expect(fitForest(surface(10), { depth: 3 }, one)).rejects.toThrow(
      'random_forest: no parameter depth',
    )
    await expect(fitForest(surface(10), { featureSubsetStrategy: '1.5' }, one)).rejects.toThrow(
      'featureSubsetStrategy',
    )
  })

  it('stops when it is interrupted', async () => {
    const signal = AbortSignal.abort()
    await expect(fitForest(surface(10), params, { threads: 1, signal })).rejects.toMatchObject({
      code: 'interrupted',
    })
  })
})

describe('gradient-boosted trees', () => {
  it('fits the second tree to twice the residual and adds it with the step', async () => {
    const training = trainingFromRows([[1], [2], [3], [4]], [0, 0, 8, 16])
    const model = await fitBoosting(training, { maxIter: 2, maxDepth: 1, stepSize: 0.5 }, one)
    // first tree: 0 | 12, leaving residuals 0, 0, -4, 4; of these 3 | 1 is the best cut: twice -4/3 and 4
    expect([...model.trees[0].prediction]).toEqual([6, 0, 12])
    expect(model.trees[1].prediction[1]).toBeCloseTo(-8 / 3, 6)
    expect(model.trees[1].prediction[2]).toBeCloseTo(8, 6)
    expect([...model.treeWeights]).toEqual([1, 0.5])
    const predictions = predictRows(model, training.matrix)
    expect(predictions[3]).toBeCloseTo(12 + 0.5 * 8, 6)
  })

  it('is the same model for any number of threads, which grow each tree together', async () => {
    for (const firstMaxDepth of [7, 0]) {
      const params = { maxIter: 4, maxDepth: 7, firstMaxDepth, maxBins: 256 }
      const runs = await Promise.all(
        [1, 2, 3, 5].map((threads) => fitBoosting(surface(50_000), params, { threads })),
      )
      for (const { trees } of runs.slice(1)) expect(trees).toEqual(runs[0].trees)
    }
  })

  it('is the same where more nodes are large than threads have zones for', async () => {
    const shells = 20
    // four groups, from each of which a split takes a few rows again and again
    const rows = Array.from({ length: 40_000 }, (_, row) => [
      row % 4,
      Math.min(shells, Math.floor(row / 200)),
    ])
    const labels = rows.map(([group, shell]) => group * 1e12 + (shell < shells ? 3 ** (shells - shell) : 0))
    const params = { maxIter: 2, maxDepth: 16, maxBins: 256 }
    const [alone, ...together] = await Promise.all(
      [1, 2, 3].map((threads) => fitBoosting(trainingFromRows(rows, labels), params, { threads })),
    )
    const [{ feature, numRows }] = alone.trees
    expect(feature.filter((slot, node) => slot >= 0 && numRows[node] >= 5000).length).toBeGreaterThan(32)
    for (const { trees } of together) expect(trees).toEqual(alone.trees)
  })

  it('has the shorter run as its first trees', async () => {
    const long = await fitBoosting(surface(300), { maxIter: 8, subsamplingRate: 0.7 }, one)
    const short = await fitBoosting(surface(300), { maxIter: 3, subsamplingRate: 0.7 }, one)
    expect(long.trees.slice(0, 3)).toEqual(short.trees)
  })
})

/** The splits of a tree down to a depth, as path, feature and threshold. */
function pathsOf(tree: Tree, maxDepth: number): string[] {
  const found: string[] = []
  const walk = (node: number, path: string) => {
    if (tree.feature[node] < 0 || path.length === maxDepth) return
    found.push(`${path}:${tree.feature[node]}<=${tree.threshold[node]}`)
    walk(tree.left[node], `${path}0`)
    walk(tree.right[node], `${path}1`)
  }
  walk(0, '')
  return found
}

describe('boosting on absolute loss', () => {
  const absolute = { lossType: 'absolute', maxDepth: 1 }

  it('splits by the side of the median that labels lie on, and predicts the median of either part', async () => {
    const training = trainingFromRows([[1], [2], [3], [4], [5]], [0, 1, 9, 10, 1000])
    const { trees, treeWeights } = await fitBoosting(training, { ...absolute, maxIter: 1 }, one)
    // signs of what is left over the median of 9: -, -, 0, +, +
    expect(trees[0].threshold[0]).toBe(2.5)
    expect([...trees[0].prediction].slice(1)).toEqual([0.5, 10])
    expect([...treeWeights]).toEqual([1])
  })

  it('is not led by one wild label', async () => {
    const rows = Array.from({ length: 40 }, (_, row) => [row % 2])
    const labels = rows.map(([side], row) => (row === 0 ? 1e6 : 10 + 5 * side))
    const params = { maxIter: 30, maxDepth: 1, stepSize: 0.2 }
    const predict = async (lossType: string) => {
      const training = trainingFromRows(rows, labels)
      return predictRows(await fitBoosting(training, { ...params, lossType }, one), training.matrix)
    }
    expect((await predict('absolute'))[2]).toBeCloseTo(10, 9)
    expect((await predict('squared'))[2]).toBeGreaterThan(1000)
  })
})

describe('boosting whose first tree is a constant', () => {
  it('starts at the mean, and learns by small steps from there', async () => {
    const training = trainingFromRows([[1], [2], [3], [4]], [0, 0, 8, 8])
    const params = { firstMaxDepth: 0, maxDepth: 1, maxIter: 2, stepSize: 0.1 }
    const model = await fitBoosting(training, params, one)
    expect(model.trees.map(({ numNodes }) => numNodes)).toEqual([1, 3])
    expect(model.trees[0].prediction[0]).toBe(4)
    // a tenth of twice what is left
    expect([...predictRows(model, training.matrix)]).toEqual([3.2, 3.2, 4.8, 4.8])
    // Spark has no such parameter, and would not load a model that names it
    expect(model.params).not.toHaveProperty('firstMaxDepth')
  })
})
