import { describe, expect, it } from 'vitest'
import { numNodes, type PlannedModel, planMemory, planModel } from '../../src/jobs/plan-run.ts'

const params = { numTrees: 100, maxDepth: 12, minInstancesPerNode: 1 }
const grid = { numTrees: [50, 100, 150], maxDepth: [8, 10, 12], minInstancesPerNode: [1, 2, 5] }
const secondsOf: PlannedModel['secondsOf'] = ({ numTrees }, numRows) => Number(numTrees) * numRows

describe('planModel', () => {
  it('answers the 136 fits that were asked for with 16, as trees and depths nest', () => {
    const plan = planModel({ name: 'random_forest', params, grid, secondsOf }, 5, 100)
    expect(plan).toMatchObject({ points: 27, folds: 5, fits_equivalent: 135, fits_run: 15 })
    // in each fold three forests of 150 trees on 80 rows, of which two cost 15 % each; one on 100
    expect(plan.seconds).toBeCloseTo(5 * 1.3 * 150 * 80 + 150 * 100, 6)
  })

  it('runs boosting once for the longest of its runs', () => {
    const stepSize = { stepSize: [0.05, 0.1], maxIter: [50, 100] }
    const model = { name: 'gradient_boosted_trees', params, grid: stepSize, secondsOf } as const
    expect(planModel(model, 5, 100)).toMatchObject({ fits_equivalent: 20, fits_run: 10 })
  })

  it('is one fit without folds, and one a fold more without a grid', () => {
    const model = { name: 'random_forest', params, grid, secondsOf } as const
    expect(planModel(model, 0, 100)).toMatchObject({ fits_equivalent: 0, fits_run: 0, seconds: 100 * 100 })
    expect(planModel({ ...model, grid: {} }, 5, 100)).toMatchObject({ fits_equivalent: 5, fits_run: 5 })
  })
})

describe('numNodes', () => {
  it('is bounded by the depth, or by the rows', () => {
    expect(numNodes({ numTrees: 2, maxDepth: 3, minInstancesPerNode: 1 }, 1000)).toBe(2 * 15)
    expect(numNodes({ maxIter: 1, maxDepth: 30, minInstancesPerNode: 10 }, 1000)).toBe(199)
    expect(numNodes({ maxIter: 100, regParam: 0 }, 1000)).toBe(0)
  })
})

describe('planMemory', () => {
  const data = { rows: 1e6, numeric: 16, categorical: 5 }
  const model = { name: 'random_forest', params, grid, secondsOf } as const
  it('grows with rows, threads, trees and a search', () => {
    const fixed = planModel({ ...model, grid: {} }, 0, 1e6)
    const memory = planMemory(data, [fixed], 2)
    // rows of 32 bytes, twice and a third again
    expect(planMemory(data, [fixed], 3) - memory).toBeCloseTo(2.3 * 32e6, 0)
    expect(memory - planMemory(data, [], 2)).toBe(80 * 100 * (2 ** 13 - 1))
    expect(planMemory({ ...data, rows: 2e6 }, [fixed], 2)).toBeGreaterThan(1.5 * memory)
    // a fold of the search holds three forests of 150 trees
    const searched = planMemory(data, [planModel(model, 5, 1e6)], 2)
    expect(searched - memory).toBe(3 * 80 * 150 * (2 ** 13 - 1))
  })
})
