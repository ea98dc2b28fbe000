import type { CrossValidation } from '../engine/cross-validation.ts'
import type { Params } from '../model/params.ts'
import type { ModelName } from './presets.ts'

/** Scores by the value of one parameter, all others as chosen; values ascend. */
export type LearningCurve = readonly {
  readonly value: number
  readonly mean: number
  readonly std: number
}[]

/** Parameters of which a fit answers every smaller value. */
const nested: Readonly<Record<ModelName, readonly string[]>> = {
  linear_regression: [],
  random_forest: ['numTrees', 'maxDepth'],
  gradient_boosted_trees: ['maxIter'],
}

/** Gives the points that, with those of a search, make the curves of each of its points. */
export function curvePoints(name: ModelName, searched: readonly Params[]): Params[] {
  // a forest of one tree is no part of a larger one, so its curve would cost fits
  const points = searched.filter((point) => point['numTrees'] !== 1)
  const known = new Set(points.map(keyOf))
  const extras: Params[] = []
  for (const param of points.length > 0 ? nested[name] : []) {
    const largest = Math.max(...points.map((point) => Number(point[param])))
    for (const point of points) {
      for (const value of valuesUpTo(largest, param)) {
        const extra = { ...point, [param]: value }
        const key = keyOf(extra)
        if (!known.has(key)) extras.push(extra)
        known.add(key)
      }
    }
  }
  return extras
}

/** Gives the curves of a point by parameter; none of a parameter of which only one value was scored. */
export function curvesOf(
  name: ModelName,
  { points, extras }: Pick<CrossValidation, 'points' | 'extras'>,
  chosen: Params,
): Readonly<Record<string, LearningCurve>> {
  const curves = nested[name].map((param): [string, LearningCurve] => {
    const others = keyOf({ ...chosen, [param]: 0 })
    const own = [...points, ...extras].filter(({ params }) => keyOf({ ...params, [param]: 0 }) === others)
    const curve = own.map(({ params, mean, std }) => ({ value: Number(params[param]), mean, std }))
    return [param, curve.sort((a, b) => a.value - b.value)]
  })
  return Object.fromEntries(curves.filter(([, curve]) => curve.length > 1))
}

/** Gives the smallest value of a curve that comes to a score. */
export function smallestEnough(curve: LearningCurve, mean: number): number | null {
  return curve.find((point) => point.mean >= mean)?.value ?? null
}

/** Every second depth; of trees few at first, then each tenth. */
function valuesUpTo(largest: number, param: string): number[] {
  const all = Array.from({ length: largest }, (_, index) => index + 1)
  const isTold = (value: number) =>
    param === 'maxDepth' ? value % 2 === 0 : value % 10 === 0 || value === 2 || value === 5
  return all.filter(isTold)
}

function keyOf(params: Params): string {
  return JSON.stringify(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)))
}
