import { hashPrefix } from '../random.ts'
import { dealAgain } from './deal-again.ts'
import { leastSquares } from './least-squares.ts'
import type { NumberView } from './number-view.ts'
import type { Probe } from './probe.ts'
import { thin } from './thin.ts'

/** How much all columns together say of what is new in the target, by a linear function. */
export interface GroupMeasure {
  /** Names of the columns that were looked at: those with values on nearly all rows. */
  readonly columns: readonly string[]
  /** Share of what is new in the target, on rows that nothing was learnt from; below 0 where the mean says more. */
  readonly r2BeyondPast: number
  /** The largest that share came to when the target's news were dealt to the rows by chance. */
  readonly r2ByChance: number
  /** Rows learnt from and judged on. */
  readonly rows: number
}

const NUM_TRIALS = 20
const MOST_ROWS = 4000
const LEAST_ROWS_A_COLUMN = 10
/** Share of the sample on which a column must have a value. */
const LEAST_THERE = 0.9

/**
 * Measures all columns together: many that say a little each may say much together.
 *
 * They are fitted with the target's past on half of the rows and judged on the others.
 *
 * @returns `null` where there are no columns, or too few rows for them.
 */
export function measureGroup(probe: Probe, views: readonly NumberView[]): GroupMeasure | null {
  const { sample, past, values, surprises, seed } = probe
  const usable = views.filter((view) => {
    return sample.filter((row) => Number.isFinite(view.values[row])).length > LEAST_THERE * sample.length
  })
  const columns = [...usable.map((view) => view.values), ...past]
  const rows = thin(
    sample.filter((row) => columns.every((column) => Number.isFinite(column[row]))),
    MOST_ROWS,
  )
  if (usable.length === 0 || rows.length < 2 * LEAST_ROWS_A_COLUMN * columns.length) return null
  const at = (column: Float64Array) => Float64Array.from(rows, (row) => column[row])
  const [own, news] = [at(values), at(surprises)]
  const expected = own.map((value, index) => value - news[index])
  const taken = columns.map(at)
  const dealt = news.slice()
  let byChance = Number.NEGATIVE_INFINITY
  for (let trial = 0; trial < NUM_TRIALS; trial++) {
    dealAgain(dealt, hashPrefix(seed, trial))
    byChance = Math.max(byChance, shareOf(taken, expected, dealt))
  }
  return {
    columns: [...new Set(usable.map(({ column }) => column))],
    r2BeyondPast: shareOf(taken, expected, news),
    r2ByChance: byChance,
    rows: rows.length,
  }
}

/** Share of the news that a fit on every other row gives on the rest; arrays of [numRows]. */
function shareOf(columns: readonly Float64Array[], expected: Float64Array, news: Float64Array): number {
  const target = expected.map((value, row) => value + news[row])
  const everyOther = (values: Float64Array) => values.filter((_, row) => row % 2 === 0)
  const { intercept, weights } = leastSquares(columns.map(everyOther), everyOther(target))
  let missed = 0
  let all = 0
  for (let row = 1; row < target.length; row += 2) {
    let error = intercept - target[row]
    for (let index = 0; index < columns.length; index++) error += weights[index] * columns[index][row]
    missed += error ** 2
    all += news[row] ** 2
  }
  return all > 0 ? 1 - missed / all : 0
}
