import { describe, expect, it } from 'vitest'
import { fitBoosting } from '../../src/learn/boosting.ts'
import { fitForest } from '../../src/learn/forest.ts'
import { cutTree } from '../../src/model/cut-tree.ts'
import type { Ensemble } from '../../src/model/ensemble.ts'
import { predictParts } from '../../src/model/predict-parts.ts'
import { predictRows } from '../../src/model/predict-rows.ts'
import { trainingFromRows } from '../learn/training-from-rows.ts'

const numRows = 1300
const rows = Array.from({ length: numRows }, (_, row) => [(row * 37) % 1009, (row * 17) % 13, (row * 7) % 4])
const labels = rows.map(([a, b, c]) => Math.sin(a / 40) * b + c)
const training = trainingFromRows(rows, labels)
const one = { threads: 1 }

/** The parts as models of their own, by the plain definition. */
function separately(model: Ensemble, numTrees: number, depth: number): Float64Array {
  const trees = model.trees.slice(0, numTrees).map((tree) => cutTree(tree, depth))
  const weights = model.kind === 'random_forest' ? {} : { treeWeights: model.treeWeights.slice(0, numTrees) }
  return predictRows({ ...model, trees, ...weights }, training.matrix)
}

/** Trees of several forests, whose rows lie between each other's: only the plain walk knows them. */
async function fitManyThresholds(): Promise<Ensemble> {
  const forests = []
  for (const shift of [0, 0.2, 0.4]) {
    const moved = trainingFromRows(
      rows.map(([a, b, c]) => [a + shift, b, c]),
      labels,
    )
    forests.push(await fitForest(moved, { numTrees: 3, maxDepth: 9, maxBins: 256 }, one))
  }
  return { ...forests[0], trees: forests.flatMap(({ trees }) => trees) }
}

const parts = [0, 1, 4, 5, 6, 9, Number.POSITIVE_INFINITY].flatMap((depth) =>
  [7, 1, 3].map((numTrees) => ({ numTrees, depth })),
)
// depths that are asked of the first trees alone
parts.push({ numTrees: 2, depth: 8 }, { numTrees: 5, depth: 7 })

describe('parts of an ensemble', () => {
  it.each([
    ['forest', () => fitForest(training, { numTrees: 7, maxDepth: 9 }, one)],
    ['boosting', () => fitBoosting(training, { maxIter: 7, maxDepth: 9 }, one)],
    ['forest of more thresholds than a byte counts', () => fitManyThresholds()],
  ] as const)('of a %s predict as models of their own, to the last bit', async (_, learn) => {
    const model = await learn()
    const found = predictParts(model, training.matrix, parts)
    for (const [at, { numTrees, depth }] of parts.entries())
      expect(found[at]).toEqual(separately(model, numTrees, depth))
    expect(new Set(found.map((predicted) => predicted[5])).size).toBeGreaterThan(12)
  })

  it('of few rows do so too', async () => {
    const few = trainingFromRows(rows.slice(0, 5), labels.slice(0, 5))
    const model = await fitForest(training, { numTrees: 2, maxDepth: 6 }, one)
    const [all] = predictParts(model, few.matrix, [{ numTrees: 2, depth: 6 }])
    expect(all).toEqual(predictRows(model, few.matrix))
  })
})

it('a tree that is cut off keeps what its nodes predict', async () => {
  const { trees } = await fitForest(training, { numTrees: 1, maxDepth: 4 }, one)
  const cut = cutTree(trees[0], 1)
  expect(cut.numNodes).toBe(3)
  expect([...cut.feature]).toEqual([trees[0].feature[0], -1, -1])
  expect([...cut.prediction]).toEqual(
    [0, trees[0].left[0], trees[0].right[0]].map((node) => trees[0].prediction[node]),
  )
  expect([...cut.left, ...cut.right]).toEqual([1, -1, -1, 2, -1, -1])
})
