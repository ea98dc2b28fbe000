import { describe, expect, it } from 'vitest'
import type { PointScores } from '../../src/engine/cross-validation.ts'
import { choosePoint, nextPoint, paramsAtEdge, rankPoints } from '../../src/jobs/choose-point.ts'

const grid = { numTrees: [50, 100], maxDepth: [8, 12], minInstancesPerNode: [1, 5] }
const point = (numTrees: number, maxDepth: number, minInstancesPerNode: number, mean: number) => ({
  params: { numTrees, maxDepth, minInstancesPerNode },
  scores: [mean],
  mean,
  std: 0,
})

describe('the ranking of points', () => {
  const first = (...points: readonly PointScores[]) => points.indexOf(rankPoints(points, grid)[0])

  it('begins with the highest mean', () => {
    expect(first(point(50, 8, 1, 0.8), point(100, 12, 1, 0.9), point(100, 8, 1, 0.85))).toBe(1)
  })

  it('takes the simplest of equals first: fewer trees, then shallower, then larger leaves', () => {
    expect(first(point(100, 8, 5, 0.9), point(50, 12, 1, 0.9))).toBe(1)
    expect(first(point(50, 12, 5, 0.9), point(50, 8, 1, 0.9))).toBe(1)
    expect(first(point(50, 8, 1, 0.9), point(50, 8, 5, 0.9))).toBe(1)
  })

  it('decides ties by the parameters, not by the order in which a config names them', () => {
    const points = [point(100, 8, 1, 0.9), point(50, 12, 1, 0.9)]
    expect(rankPoints(points, { maxDepth: [8, 12], numTrees: [50, 100] })[0]).toBe(points[1])
  })

  it('passes over text, which is neither simple nor not, to the parameters after it', () => {
    const texts = { featureSubsetStrategy: ['onethird', '0.82'], maxBins: [64, 32] }
    const of = (featureSubsetStrategy: string, maxBins: number) => {
      return { params: { featureSubsetStrategy, maxBins }, scores: [0.9], mean: 0.9, std: 0 }
    }
    const points = [of('onethird', 64), of('0.82', 64), of('0.82', 32), of('onethird', 32)]
    const bins = rankPoints(points, texts).map(({ params }) => params.maxBins)
    expect(bins).toEqual([32, 32, 64, 64])
  })
})

describe('the choice', () => {
  // one standard error is 0.02 / sqrt(4) = 0.01
  const best = { ...point(100, 12, 1, 0.9), scores: [0.88, 0.89, 0.91, 0.92], std: 0.02 }
  const near = point(100, 8, 1, 0.891)
  const nearAndSmall = point(50, 12, 1, 0.89)
  const far = point(50, 8, 5, 0.889)
  const ranked = rankPoints([far, nearAndSmall, best, near], grid)

  it('is the best point, or the simplest within one standard error of it', () => {
    expect(choosePoint(ranked, grid, 'best')).toBe(best)
    expect(choosePoint(ranked, grid, 'one-se')).toBe(nearAndSmall)
  })

  it('has the best of the others for its runner-up, whichever rule made it', () => {
    expect(nextPoint(ranked, choosePoint(ranked, grid, 'best'))).toBe(near)
    expect(nextPoint(ranked, choosePoint(ranked, grid, 'one-se'))).toBe(best)
    expect(nextPoint([best], best)).toBeNull()
  })

  it('is the best point where a search has one fold only, and so no error', () => {
    const sole = rankPoints([point(100, 12, 1, 0.9), point(50, 8, 5, 0.8999)], grid)
    expect(choosePoint(sole, grid, 'one-se')).toBe(sole[0])
  })
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
