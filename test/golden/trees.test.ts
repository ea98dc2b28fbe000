import { describe, expect, it } from 'vitest'
import { fitBoosting } from '../../src/learn/boosting.ts'
import { fitForest } from '../../src/learn/forest.ts'
import type { TrainingSet } from '../../src/learn/training-set.ts'
import { type RegressionMetrics, regressionMetrics } from '../../src/metrics/regression.ts'
import { slotImportances } from '../../src/model/importance.ts'
import type { Params } from '../../src/model/params.ts'
import { predictRows } from '../../src/model/predict-rows.ts'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import type { Tree } from '../../src/model/tree.ts'
import { trainingFromRows } from '../learn/training-from-rows.ts'
import { absoluteDifference, relativeDifference } from './difference.ts'
import { type Golden, goldensOf } from './goldens.ts'

const one = { threads: 1 }

interface TableGolden extends Golden {
  readonly data: { readonly features: number[][]; readonly labels: number[] }
}

/** Columns of a tree, [numNodes] each; a library need not have all. */
interface ExpectedTree {
  readonly feature: number[]
  readonly threshold?: number[]
  readonly numRows: number[]
  readonly prediction: number[]
  readonly left?: number[]
  readonly right?: number[]
  readonly gain?: number[]
  /** -1 where Spark looked for a split in vain; ours keeps the variance. */
  readonly impurity?: number[]
  /** Number of rows, sum and sum of squares of the labels, node by node. */
  readonly impurityStats?: number[][]
}

interface TreeGolden extends TableGolden {
  readonly params: Params
  readonly expected: { readonly tree: ExpectedTree; readonly importances: number[] }
  readonly tolerance: { readonly absolute: number; readonly reason: string }
}

/** Compares splits exactly, what is measured in the label's unit within the tolerance. */
function expectTree(tree: Tree, expected: ExpectedTree, tolerance: number): void {
  for (const name of ['feature', 'threshold', 'left', 'right', 'numRows'] as const) {
    if (expected[name] !== undefined) expect([...tree[name]], name).toEqual(expected[name])
  }
  const { impurityStats: stats, ...columns } = expected
  for (const name of ['prediction', 'gain', 'impurity'] as const) {
    const values = columns[name]?.map((value, node) =>
      name === 'impurity' && value === -1 ? tree[name][node] : value,
    )
    if (values === undefined) continue
    expect(absoluteDifference(tree[name], values), name).toBeLessThanOrEqual(tolerance)
  }
  if (stats === undefined) return
  const found = [tree.numRows, tree.sum, tree.sumSquares]
  found.forEach((values, at) => {
    const wanted = stats.map((stat) => stat[at])
    expect(absoluteDifference(values, wanted), `impurityStats[${at}]`).toBeLessThanOrEqual(tolerance)
  })
}

describe.each(goldensOf<TreeGolden>('DecisionTreeRegressor'))('$name', (golden) => {
  const { data, params, expected, tolerance } = golden

  it('has the same splits, rows, predictions and importances', async () => {
    const training = trainingFromRows(data.features, data.labels)
    const model = await fitBoosting(training, { ...params, maxIter: 1 }, one)
    expectTree(model.trees[0], expected.tree, tolerance.absolute)
    const difference = absoluteDifference(slotImportances(model), expected.importances)
    expect(difference).toBeLessThanOrEqual(tolerance.absolute)
  })
})

interface BoostingGolden extends TableGolden {
  readonly params: Params
  readonly expected: {
    readonly trees: ExpectedTree[]
    readonly treeWeights: number[]
    readonly predictions: number[]
    readonly importances: number[]
  }
  readonly tolerance: { readonly absolute: number; readonly reason: string }
}

it.each(goldensOf<BoostingGolden>('GBTRegressor'))(
  '$name grows the same trees one upon another',
  async (golden) => {
    const { data, params, expected, tolerance } = golden
    const training = trainingFromRows(data.features, data.labels)
    const model = await fitBoosting(training, params, one)
    expect([...model.treeWeights]).toEqual(expected.treeWeights)
    expect(model.trees.length).toBe(expected.trees.length)
    model.trees.forEach((tree, index) => {
      expectTree(tree, expected.trees[index], tolerance.absolute)
    })
    const predictions = predictRows(model, training.matrix)
    expect(absoluteDifference(predictions, expected.predictions)).toBeLessThanOrEqual(tolerance.absolute)
    const importances = slotImportances(model)
    expect(absoluteDifference(importances, expected.importances)).toBeLessThanOrEqual(tolerance.absolute)
  },
)

interface MetricTolerance {
  readonly r2: number
  /** Of rmse and mae. */
  readonly relative: number
  readonly reason: string
}

/** Parts the rows of a golden file into the first ones to learn from and the rest to judge on. */
function partRows({ data }: TableGolden, numTrain: number): { train: TrainingSet; test: TrainingSet } {
  const { features, labels } = data
  const train = trainingFromRows(features.slice(0, numTrain), labels.slice(0, numTrain))
  return { train, test: trainingFromRows(features.slice(numTrain), labels.slice(numTrain)) }
}

function metricsOn(test: TrainingSet, model: RegressionModel): RegressionMetrics {
  return regressionMetrics(test.labels, predictRows(model, test.matrix))
}

function expectMetrics(
  actual: RegressionMetrics,
  expected: RegressionMetrics,
  tolerance: MetricTolerance,
): void {
  expect(Math.abs(actual.r2 - expected.r2)).toBeLessThan(tolerance.r2)
  const difference = relativeDifference([actual.rmse, actual.mae], [expected.rmse, expected.mae])
  expect(difference).toBeLessThan(tolerance.relative)
}

interface ForestGolden extends TableGolden {
  readonly params: Params & { readonly numTrain: number; readonly seeds: number[] }
  readonly expected: { readonly mean: RegressionMetrics & { readonly importances: number[] } }
  readonly tolerance: MetricTolerance & { readonly importances: number }
}

it.each(goldensOf<ForestGolden>('RandomForestRegressor'))(
  '$name is as good over several seeds',
  async (golden) => {
    const { numTrain, seeds, ...params } = golden.params
    const { train, test } = partRows(golden, numTrain)
    const found: (RegressionMetrics & { readonly importances: Float64Array })[] = []
    for (const seed of seeds) {
      const model = await fitForest(train, { ...params, seed }, { threads: 2 })
      found.push({ importances: slotImportances(model), ...metricsOn(test, model) })
    }
    const { mean } = golden.expected
    const meanOf = (give: (one: (typeof found)[number]) => number) =>
      found.reduce((sum, one) => sum + give(one), 0) / found.length
    const metrics = {
      r2: meanOf(({ r2 }) => r2),
      rmse: meanOf(({ rmse }) => rmse),
      mae: meanOf(({ mae }) => mae),
    }
    expectMetrics(metrics, mean, golden.tolerance)
    const importances = mean.importances.map((_, slot) => meanOf((one) => one.importances[slot]))
    expect(absoluteDifference(importances, mean.importances)).toBeLessThan(golden.tolerance.importances)
  },
)

interface PeerGolden extends TableGolden {
  readonly params: { readonly numTrain: number; readonly maxDepth: number; readonly maxBins: number }
  readonly expected: Readonly<
    Record<
      'random_forest' | 'gradient_boosted_trees',
      { readonly params: Params; readonly metrics: RegressionMetrics }
    >
  >
  readonly tolerance: MetricTolerance
}

describe.each(goldensOf<PeerGolden>('LightGBM'))('$name', (golden) => {
  const { numTrain, ...common } = golden.params
  const { train, test } = partRows(golden, numTrain)

  it.each([
    ['forest', fitForest, golden.expected.random_forest],
    ['boosting', fitBoosting, golden.expected.gradient_boosted_trees],
  ])('%s is as good on rows not seen', async (_, fitTrees, { params, metrics }) => {
    const model = await fitTrees(train, { ...common, ...params }, { threads: 2 })
    expectMetrics(metricsOn(test, model), metrics, golden.tolerance)
  })
})
