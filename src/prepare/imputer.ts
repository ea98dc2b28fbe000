import { FreeflowError } from '../errors.ts'
import type { Table } from '../table/table.ts'

/** What stands in for a missing number: mean, median or most frequent value of the training rows. */
export type ImputerStrategy = 'mean' | 'median' | 'mode'

/**
 * Puts a number in place of each null of numeric columns. Named and meant as in Spark ML.
 *
 * Spark gives its output the type of the input: in a column of integers it cuts off the surrogate's fraction,
 * ours keeps it.
 */
export interface ImputerModel {
  readonly kind: 'ImputerModel'
  readonly inputCols: readonly string[]
  readonly outputCols: readonly string[]
  readonly strategy: ImputerStrategy
  /** What stands in for a null of each input column, [inputCols.length]. */
  readonly surrogates: Float64Array
}

/**
 * Finds what stands in for a null of each column; nulls do not count.
 *
 * The median is a value of the column, the lower one of the two in the middle (Spark's is of rank within 0.001
 * of it, ours is exact); of equally frequent values the least is the mode.
 *
 * @param rows  Training rows.
 * @throws FreeflowError `data` for a column that is absent, not of numbers, or null in all rows.
 */
export function fitImputer(
  table: Table,
  rows: Uint32Array,
  inputCols: readonly string[],
  strategy: ImputerStrategy,
): ImputerModel {
  const surrogates = Float64Array.from(inputCols, (name) => {
    const column = table.columns.get(name)
    if (column?.kind !== 'number') throw new FreeflowError('data', `column ${name}: expected numbers`)
    const values = Float64Array.from(rows, (row) => column.values[row]).filter(
      (value) => !Number.isNaN(value),
    )
    if (values.length > 0) return surrogateBy[strategy](values)
    throw new FreeflowError('data', `column ${name}: is null in all ${rows.length} training rows`, {
      hint: 'leave the column out: there is nothing to impute from',
    })
  })
  const outputCols = inputCols.map((name) => `${name}_imputed`)
  return { kind: 'ImputerModel', inputCols, outputCols, strategy, surrogates }
}

/** For each strategy the surrogate of values, of which there is at least one. */
const surrogateBy: Readonly<Record<ImputerStrategy, (values: Float64Array) => number>> = {
  mean: (values) => values.reduce((sum, value) => sum + value, 0) / values.length,
  median: (values) => values.sort()[Math.ceil(values.length / 2) - 1],
  mode: (values) => {
    const sorted = values.sort()
    let mode = sorted[0]
    let longest = 0
    for (let at = 0, start = 0; at < sorted.length; at++) {
      if (sorted[at] !== sorted[start]) start = at
      if (at - start + 1 <= longest) continue
      longest = at - start + 1
      mode = sorted[at]
    }
    return mode
  },
}
