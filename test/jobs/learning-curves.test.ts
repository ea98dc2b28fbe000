import { describe, expect, it } from 'vitest'
import { curvePoints, curvesOf, smallestEnough } from '../../src/jobs/learning-curves.ts'
import { gridPoints, planFits } from '../../src/learn/plan-fits.ts'

const scored = (params: Record<string, number>, mean: number) => ({ params, scores: [mean], mean, std: 0 })

describe('the points of learning curves', () => {
  it.each([
    ['random_forest', { numTrees: [1, 30, 50], maxDepth: [4, 6], minInstancesPerNode: [1, 5] }],
    ['gradient_boosted_trees', { maxIter: [10, 25], maxDepth: [3, 5] }],
    ['linear_regression', { regParam: [0, 0.1] }],
  ] as const)('cost %s no fit of their own', (name, grid) => {
    const points = gridPoints(grid)
    const extras = curvePoints(name, points)
    expect(planFits(name, [...points, ...extras]).length).toBe(planFits(name, points).length)
    expect(extras.length > 0).toBe(name !== 'linear_regression')
  })

  it('are every second depth, and each tenth number of trees with the first few', () => {
    const extras = curvePoints('random_forest', [{ numTrees: 25, maxDepth: 3 }])
    expect(extras).toEqual([
      { numTrees: 2, maxDepth: 3 },
      { numTrees: 5, maxDepth: 3 },
      { numTrees: 10, maxDepth: 3 },
      { numTrees: 20, maxDepth: 3 },
      { numTrees: 25, maxDepth: 2 },
    ])
  })
})

it('a curve holds the points that differ from the chosen one in its parameter alone', () => {
  const points = [scored({ numTrees: 20, maxDepth: 4 }, 0.9), scored({ numTrees: 20, maxDepth: 2 }, 0.7)]
  const extras = [scored({ numTrees: 10, maxDepth: 4 }, 0.85), scored({ numTrees: 10, maxDepth: 2 }, 0.6)]
  expect(curvesOf('random_forest', { points, extras }, { maxDepth: 4, numTrees: 20 })).toEqual({
    numTrees: [
      { value: 10, mean: 0.85, std: 0 },
      { value: 20, mean: 0.9, std: 0 },
    ],
    maxDepth: [
      { value: 2, mean: 0.7, std: 0 },
      { value: 4, mean: 0.9, std: 0 },
    ],
  })
})

it('enough is the smallest value that comes to a score', () => {
  const curve = [
    { value: 10, mean: 0.8, std: 0 },
    { value: 20, mean: 0.9, std: 0 },
    { value: 30, mean: 0.91, std: 0 },
  ]
  expect(smallestEnough(curve, 0.9)).toBe(20)
  expect(smallestEnough(curve, 0.95)).toBeNull()
})
