import type { Params } from '../model/params.ts'
import type { RegressionModel } from '../model/regression-model.ts'

/** Models that are fitted together, and with them several points of a grid. */
export interface PlannedFit {
  /** At least one; forests may be several, which differ in minInstancesPerNode alone. */
  readonly models: readonly PlannedModel[]
  /** Indices of the points that they answer, model by model. */
  readonly points: readonly number[]
}

/** One model that answers several points of a grid. */
export interface PlannedModel {
  /** Its parameters: of those that nest, the largest that its points ask for. */
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

/** Parameters in which models may differ that are fitted together. */
const togetherParams: Readonly<Record<RegressionModel['kind'], readonly string[]>> = {
  linear_regression: [],
  random_forest: ['minInstancesPerNode'],
  gradient_boosted_trees: [],
}

/**
 * Groups points that one model answers exactly, and models that are fitted together, so that a grid of 27 points of a
 * forest costs little more than one fit.
 *
 * @param points  Complete parameters of each point.
 */
export function planFits(kind: RegressionModel['kind'], points: readonly Params[]): PlannedFit[] {
  const indices = points.map((_, index) => index)
  // a forest of one tree draws no features, so it is no part of a larger one
  const isAlone = (index: number) => kind === 'random_forest' && points[index]['numTrees'] === 1
  const nested = nestedParams[kind]
  const ignored = [...nested, ...togetherParams[kind]]
  const together = groupBy(indices, (index) => keyWithout(points[index], isAlone(index) ? [] : ignored))
  return together.map((group) => {
    const byModel = groupBy(group, (index) => keyWithout(points[index], isAlone(index) ? [] : nested))
    const models = byModel.map((own) => ({
      params: {
        ...points[own[0]],
        ...largestOf(
          nested,
          own.map((index) => points[index]),
        ),
      },
      points: own,
    }))
    return { models, points: models.flatMap((model) => model.points) }
  })
}

/** Groups numbers by a key, in the order in which keys come first. */
function groupBy(list: readonly number[], keyOf: (item: number) => string): number[][] {
  const groups = new Map<string, number[]>()
  for (const item of list) {
    const group = groups.get(keyOf(item))
    if (group === undefined) groups.set(keyOf(item), [item])
    else group.push(item)
  }
  return [...groups.values()]
}

function keyWithout(point: Params, names: readonly string[]): string {
  const own = Object.entries(point).filter(([name]) => !names.includes(name))
  return JSON.stringify(own.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function largestOf(names: readonly string[], points: readonly Params[]): Params {
  const largest = names.flatMap((name): [string, number][] => {
    const values = points.flatMap((point) => (point[name] === undefined ? [] : Number(point[name])))
    return values.length === 0 ? [] : [[name, Math.max(...values)]]
  })
  return Object.fromEntries(largest)
}
