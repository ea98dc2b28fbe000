import type { PointScores } from '../engine/cross-validation.ts'
import type { Params } from '../model/params.ts'

/** Parameters whose larger value makes the simpler model; of all others it is the smaller one. */
const simplerWhenLarger = ['minInstancesPerNode', 'minInfoGain', 'regParam', 'elasticNetParam']

/**
 * Gives the index of the point with the highest mean score; of equal ones the simplest: fewer trees, then
 * shallower, then larger leaves.
 *
 * @param grid  The parameters searched; others than those decide in the order in which they stand there.
 */
export function choosePoint(
  points: readonly PointScores[],
  grid: Readonly<Record<string, readonly unknown[]>>,
): number {
  const names = Object.keys(grid).sort((a, b) => rankOf(a) - rankOf(b))
  let best = 0
  points.forEach((point, index) => {
    const isTie = point.mean === points[best].mean
    if (point.mean > points[best].mean || (isTie && isSimpler(point.params, points[best].params, names)))
      best = index
  })
  return best
}

/**
 * Names the parameters whose best value lies at an end of the grid where it could go on: a better one may lie
 * beyond.
 *
 * @param bounds  Smallest and largest value that each parameter may take at all.
 */
export function paramsAtEdge(
  best: Params,
  grid: Readonly<Record<string, readonly (number | string | boolean)[]>>,
  bounds: Readonly<Record<string, { readonly min: number; readonly max: number }>>,
): string[] {
  return Object.entries(grid).flatMap(([name, values]) => {
    const numbers = values.filter((value) => typeof value === 'number')
    const bound = bounds[name]
    if (numbers.length < 2 || bound === undefined) return []
    const chosen = Number(best[name])
    const isLow = chosen === Math.min(...numbers) && chosen > bound.min
    const isHigh = chosen === Math.max(...numbers) && chosen < bound.max
    return isLow || isHigh ? [name] : []
  })
}

/** Parameters that decide first which of two points is the simpler one. */
const simplicity = ['numTrees', 'maxIter', 'maxDepth', 'minInstancesPerNode']

function rankOf(name: string): number {
  const rank = simplicity.indexOf(name)
  return rank < 0 ? simplicity.length : rank
}

function isSimpler(params: Params, other: Params, names: readonly string[]): boolean {
  for (const name of names) {
    const difference = Number(params[name]) - Number(other[name])
    if (difference !== 0) return simplerWhenLarger.includes(name) ? difference > 0 : difference < 0
  }
  return false
}
