import { describe, expect, it } from 'vitest'
import { choosePoint, paramsAtEdge } from '../../src/jobs/choose-point.ts'

const grid = { numTrees: [50, 100], maxDepth: [8, 12], minInstancesPerNode: [1, 5] }
const point = (numTrees: number, maxDepth: number, minInstancesPerNode: number, mean: number) => ({
  params: { numTrees, maxDepth, minInstancesPerNode },
  scores: [mean],
  mean,
  std: 0,
})

describe('choosePoint', () => {
  it('takes the highest mean', () => {
    expect(choosePoint([point(50, 8, 1, 0.8), point(100, 12, 1, 0.9), point(100, 8, 1, 0.85)], grid)).toBe(1)
  })

  it('takes the simplest of equals: fewer trees, then shallower, then larger leaves', () => {
    expect(choosePoint([point(100, 8, 5, 0.9), point(50, 12, 1, 0.9)], grid)).toBe(1)
    expect(choosePoint([point(50, 12, 5, 0.9), point(50, 8, 1, 0.9)], grid)).toBe(1)
    expect(choosePoint([point(50, 8, 1, 0.9), point(50, 8, 5, 0.9)], grid)).toBe(1)
  })
})

it('decides ties by the parameters, not by the order in which a config names them', () => {
  const points = [point(100, 8, 1, 0.9), point(50, 12, 1, 0.9)]
  expect(choosePoint(points, { maxDepth: [8, 12], numTrees: [50, 100] })).toBe(1)
})

describe('paramsAtEdge', () => {
  const bounds = {
    numTrees: { min: 1, max: 10_000 },
    maxDepth: { min: 0, max: 12 },
    minInstancesPerNode: { min: 1, max: 99 },
  }

  it('names what may go on beyond the grid, not what ends there anyway', () => {
    expect(paramsAtEdge({ numTrees: 100, maxDepth: 12, minInstancesPerNode: 1 }, grid, bounds)).toEqual([
      'numTrees',
    ])
    expect(paramsAtEdge({ numTrees: 50, maxDepth: 8, minInstancesPerNode: 5 }, grid, bounds)).toEqual([
      'numTrees',
      'maxDepth',
      'minInstancesPerNode',
    ])
  })

  it('says nothing of a parameter with one value', () => {
    expect(paramsAtEdge({ numTrees: 50 }, { numTrees: [50] }, bounds)).toEqual([])
  })
})
