import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fitBoosting } from '../../src/learn/boosting.ts'
import { fitForest, fitForests } from '../../src/learn/forest.ts'
import { gridPoints, type PlannedFit, planFits } from '../../src/learn/plan-fits.ts'
import { scorePoints } from '../../src/learn/score-points.ts'
import { regressionMetrics } from '../../src/metrics/regression.ts'
import type { Params } from '../../src/model/params.ts'
import { predictRows } from '../../src/model/predict-rows.ts'
import { trainingFromRows } from './training-from-rows.ts'

const grid = { numTrees: [2, 5, 7], maxDepth: [1, 3, 6], minInstancesPerNode: [1, 4] }
const one = { threads: 1 }

describe('gridPoints', () => {
  it('gives every combination, the last parameter changing fastest', () => {
    expect(gridPoints({ a: [1, 2], b: ['x', 'y'] })).toEqual([
      { a: 1, b: 'x' },
      { a: 1, b: 'y' },
      { a: 2, b: 'x' },
      { a: 2, b: 'y' },
    ])
    expect(gridPoints({})).toEqual([{}])
  })
})

describe('planFits', () => {
  const paramsOf = (plan: readonly PlannedFit[]) =>
    plan.map(({ models }) => models.map(({ params }) => params))

  it('fits a forest once for each size of leaves, and those together', () => {
    const plan = planFits('random_forest', gridPoints(grid))
    expect(paramsOf(plan)).toEqual([
      [
        { numTrees: 7, maxDepth: 6, minInstancesPerNode: 1 },
        { numTrees: 7, maxDepth: 6, minInstancesPerNode: 4 },
      ],
    ])
    expect(plan.flatMap(({ points }) => points).sort((a, b) => a - b)).toEqual([...gridPoints(grid).keys()])
  })

  it('keeps forests apart that draw otherwise, and those of one tree', () => {
    const plan = planFits('random_forest', gridPoints({ numTrees: [1, 5], maxBins: [8, 16] }))
    expect(paramsOf(plan)).toHaveLength(4)
  })

  it('fits boosting once for each depth, and linear regression once for each point', () => {
    const points = gridPoints({ maxIter: [3, 9], maxDepth: [2, 4] })
    expect(paramsOf(planFits('gradient_boosted_trees', points))).toEqual([
      [{ maxIter: 9, maxDepth: 2 }],
      [{ maxIter: 9, maxDepth: 4 }],
    ])
    expect(planFits('linear_regression', gridPoints({ regParam: [0, 1] }))).toHaveLength(2)
  })
})

describe('scores of shared fits', () => {
  // few values, so that many gains tie
  const rows = Array.from({ length: 240 }, (_, row) => [row % 5, (row * 7) % 4, (row * 3) % 2])
  const labels = rows.map(([a, b], row) => a * b + ((row * 13) % 7) / 4)
  const training = trainingFromRows(rows.slice(0, 160), labels.slice(0, 160))
  const heldOut = trainingFromRows(rows.slice(160), labels.slice(160))

  it('equal those of separate forests to the last bit', async () => {
    const points = gridPoints(grid)
    const alone = []
    for (const point of points) {
      const model = await fitForest(training, point, one)
      alone.push(regressionMetrics(heldOut.labels, predictRows(model, heldOut.matrix)))
    }
    expect(await sharedScores(points, 'random_forest')).toEqual(alone)
    expect(new Set(alone.map(({ r2 }) => r2)).size).toBeGreaterThan(6)
  })

  it('equal those of separate boosting runs to the last bit', async () => {
    const points = gridPoints({ maxIter: [1, 2, 6], maxDepth: [2, 3], stepSize: [0.1, 0.5] })
    const alone = []
    for (const point of points) {
      const model = await fitBoosting(training, point, one)
      alone.push(regressionMetrics(heldOut.labels, predictRows(model, heldOut.matrix)))
    }
    expect(await sharedScores(points, 'gradient_boosted_trees')).toEqual(alone)
  })

  it('hold on any small data', async () => {
    const row = fc.tuple(fc.nat(3), fc.nat(2), fc.integer({ min: 0, max: 4 }))
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 6, maxLength: 30 }), async (list) => {
        const small = trainingFromRows(
          list.map(([a, b]) => [a, b]),
          list.map(([, , label]) => label),
        )
        const deep = await fitForest(small, { numTrees: 3, maxDepth: 4 }, one)
        const flat = await fitForest(small, { numTrees: 2, maxDepth: 2 }, one)
        const [shared] = scorePoints(deep, small.matrix, small.labels, [{ numTrees: 2, maxDepth: 2 }])
        expect(shared).toEqual(regressionMetrics(small.labels, predictRows(flat, small.matrix)))
      }),
      { numRuns: 15 },
    )
  })

  async function sharedScores(points: readonly Params[], kind: 'random_forest' | 'gradient_boosted_trees') {
    const scores: unknown[] = []
    for (const { models: planned } of planFits(kind, points)) {
      const params = planned.map((model) => model.params)
      const models =
        kind === 'random_forest'
          ? await fitForests(training, params, one)
          : [await fitBoosting(training, params[0], one)]
      for (const [which, model] of models.entries()) {
        const indices = planned[which].points
        const own = indices.map((index) => points[index])
        const found = scorePoints(model, heldOut.matrix, heldOut.labels, own)
        for (const [at, index] of indices.entries()) scores[index] = found[at]
      }
    }
    return scores
  }
})
