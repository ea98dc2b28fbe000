import type { PointScores } from '../engine/cross-validation.ts'
import type { Params } from '../model/params.ts'

/** Parameters whose larger value makes the simpler model; of all others it is the smaller one. */
const simplerWhenLarger = ['minInstancesPerNode', 'minInfoGain', 'regParam', 'elasticNetParam']

/** Which point of a search is taken: the best one, or the simplest within one standard error of it. */
export type SelectionRule = 'best' | 'one-se'

/**
 * Gives the points from the highest mean score down; of equal ones the simpler goes first: fewer trees, then
 * shallower, then larger leaves.
 *
 * @param grid  The parameters searched; others than those decide in the order in which they stand there, and text
 *   decides nothing.
 */
export function rankPoints(
  points: readonly PointScores[],
  grid: Readonly<Record<string, readonly unknown[]>>,
): PointScores[] {
  const names = simplestFirst(grid)
  return [...points].sort((a, b) => b.mean - a.mean || compareSimplicity(a.params, b.params, names))
}

/**
 * Chooses one of the points that `rankPoints` gave.
 *
 * `one-se` is the rule of Breiman et al., Classification and Regression Trees, 1984: what the best point is ahead of
 * by less than the standard error of its mean may be chance.
 */
export function choosePoint(
  ranked: readonly PointScores[],
  grid: Readonly<Record<string, readonly unknown[]>>,
  rule: SelectionRule,
): PointScores {
  const [best] = ranked
  if (rule === 'best') return best
  const names = simplestFirst(grid)
  const near = ranked.filter((point) => point.mean >= leastMean(best))
  return near.reduce((found, point) =>
    compareSimplicity(point.params, found.params, names) < 0 ? point : found,
  )
}

/** Gives the first of the points that `rankPoints` gave but for the chosen one; `null` in a grid of one. */
export function nextPoint(ranked: readonly PointScores[], chosen: PointScores): PointScores | null {
  return ranked.find((point) => point !== chosen) ?? null
}

/** Gives the mean score that lies one standard error below that of a point. */
export function leastMean({ mean, std, scores }: Pick<PointScores, 'mean' | 'std' | 'scores'>): number {
  return mean - std / Math.sqrt(scores.length)
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

/** Names the parameters by which points are told simpler, in that order; values that are no numbers have no order. */
function simplestFirst(grid: Readonly<Record<string, readonly unknown[]>>): string[] {
  return Object.keys(grid)
    .filter((name) => grid[name].every((value) => typeof value === 'number'))
    .sort((a, b) => rankOf(a) - rankOf(b))
}

/** Below 0 where the first is the simpler one. */
function compareSimplicity(params: Params, other: Params, names: readonly string[]): number {
  for (const name of names) {
    const difference = Number(params[name]) - Number(other[name])
    if (difference !== 0) return simplerWhenLarger.includes(name) ? -difference : difference
  }
  return 0
}
