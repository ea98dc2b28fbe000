import type { Params } from '../model/params.ts'
import type { RegressionModel } from '../model/regression-model.ts'

/** One fit that answers several points of a grid. */
export interface PlannedFit {
  /** Parameters of the fit: of those that nest, the largest that its points ask for. */
  readonly params: Params
  /** Indices of the points that it answers. */
  readonly points: readonly number[]
}

/**
 * Parameters by which one model contains another: the first trees of a forest or of boosting are the shorter
 * run, and a forest's trees cut off at a depth are the shallower forest.
 */
const nestedParams: Readonly<Record<RegressionModel['kind'], readonly string[]>> = {
  linear_regression: [],
  random_forest: ['numTrees', 'maxDepth'],
  gradient_boosted_trees: ['maxIter'],
}

/** Gives every combination of the values of a grid, the last parameter changing fastest. */
export function gridPoints(grid: Readonly<Record<string, readonly (number | string | boolean)[]>>): Params[] {
  let points: Params[] = [{}]
  for (const [name, values] of Object.entries(grid)) {
    points = points.flatMap((point) => values.map((value) => ({ ...point, [name]: value })))
  }
  return points
}

/**
 * Groups points that one fit answers exactly, so that a grid of 27 points of a forest costs a fit for each
 * value of minInstancesPerNode alone.
 *
 * @param points  Complete parameters of each point.
 */
export function planFits(kind: RegressionModel['kind'], points: readonly Params[]): PlannedFit[] {
  const nested = nestedParams[kind]
  const groups = new Map<string, number[]>()
  points.forEach((point, index) => {
    // a forest of one tree draws no features, so it is no part of a larger one
    const isAlone = kind === 'random_forest' && point['numTrees'] === 1
    const own = Object.entries(point).filter(([name]) => isAlone || !nested.includes(name))
    const key = JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)))
    groups.set(key, [...(groups.get(key) ?? []), index])
  })
  return [...groups.values()].map((indices) => {
    const largest = nested.flatMap((name): [string, number][] => {
      const values = indices.flatMap((index) =>
        points[index][name] === undefined ? [] : Number(points[index][name]),
      )
      return values.length === 0 ? [] : [[name, Math.max(...values)]]
    })
    return { params: { ...points[indices[0]], ...Object.fromEntries(largest) }, points: indices }
  })
}
