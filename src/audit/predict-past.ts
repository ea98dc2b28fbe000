import { leastSquares } from './least-squares.ts'
import { rowAfter, type Series } from './series.ts'
import { thin } from './thin.ts'

const NUM_LAGS = 3
const MOST_ROWS = 50_000

/**
 * Gives the last three values of the target that are known at each row, newest first.
 *
 * @param target  [numRows]; NaN where it is not known.
 * @param aheadSteps  The newest value known is that of the row so many steps before; at least 1.
 * @returns Three of [numRows]; NaN where there is none.
 */
export function pastValues(series: Series, target: Float64Array, aheadSteps: number): Float64Array[] {
  return Array.from({ length: NUM_LAGS }, (_, index) =>
    target.map((_, row) => {
      const before = rowAfter(series, row, -aheadSteps - index)
      return before < 0 ? Number.NaN : target[before]
    }),
  )
}

/**
 * Gives what is new in a column: its values less what the target's past lets one expect of them, by least squares.
 *
 * What is new in a column and goes with what is new in the target is what the column knows of the present. A lag of a
 * slow series is nearly the target, and yet nothing is new in it.
 *
 * @param past  Columns of [numRows]; without any, the mean is what is expected.
 * @param rows  Rows to learn from; those with a NaN are passed over.
 * @returns [numRows]; NaN where the column or its past is.
 */
export function withoutPast(
  values: Float64Array,
  past: readonly Float64Array[],
  rows: Uint32Array,
): Float64Array {
  const isWhole = (row: number) => past.every((lag) => !Number.isNaN(lag[row])) && !Number.isNaN(values[row])
  const learnt = thin(rows.filter(isWhole), MOST_ROWS)
  const at = (column: Float64Array) => Float64Array.from(learnt, (row) => column[row])
  const { intercept, weights } = leastSquares(past.map(at), at(values))
  return values.map((value, row) => {
    let expected = intercept
    for (let index = 0; index < past.length; index++) expected += weights[index] * past[index][row]
    return value - expected
  })
}
