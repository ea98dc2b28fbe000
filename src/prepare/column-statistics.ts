import type { StringColumn, Table } from '../table/table.ts'
import { numericMoments } from './numeric-moments.ts'
import { countLabels } from './string-indexer.ts'

/** What the values of one column looked like, for comparison with other rows; JSON as it stands. */
export interface ColumnStatistics {
  /** Number of values, and of nulls beside them. */
  readonly count: number
  readonly nulls: number
  /** In the column's unit; all `null` for strings, and where there is no value. */
  readonly min: number | null
  readonly max: number | null
  readonly mean: number | null
  /** Sample deviation, divided by `count - 1`; 0 of a single value. */
  readonly deviation: number | null
  /**
   * Values below or at which 10 %, 20 % ... 100 % of the values lie, each a value that occurs. With `min` they
   * cut the values into ten equally filled parts.
   */
  readonly quantiles: readonly number[] | null
  /**
   * Up to ten values, most frequent first, ties by value: of strings, and of integers from 0 to 255; `null` for
   * other numbers.
   */
  readonly top: readonly { readonly value: string | number; readonly count: number }[] | null
}

const NUM_QUANTILES = 10
const NUM_TOP = 10
/** Integers up to this one are taken for codes. */
const LARGEST_CODE = 255

/**
 * Describes columns over some rows, by name and in the order of the names; absent columns are left out.
 *
 * @param rows  Indices into the table. Rows that a model learns from hold no nulls, so their nulls are 0.
 */
export function columnStatistics(
  table: Table,
  names: readonly string[],
  rows: Uint32Array,
): Record<string, ColumnStatistics> {
  const entries = names.flatMap((name): [string, ColumnStatistics][] => {
    const column = table.columns.get(name)
    if (column === undefined) return []
    if (column.kind === 'string') return [[name, describeStrings(column, rows)]]
    return [[name, describeNumbers(column.kind === 'number' ? column.values : column.epochMs, rows)]]
  })
  return Object.fromEntries(entries)
}

function describeStrings(column: StringColumn, rows: Uint32Array): ColumnStatistics {
  const counted = countLabels(column, rows)
  const count = counted.reduce((sum, label) => sum + label.count, 0)
  const top = counted.slice(0, NUM_TOP).map((label) => ({ value: label.label, count: label.count }))
  return { count, nulls: rows.length - count, ...noNumbers, top }
}

const noNumbers = { min: null, max: null, mean: null, deviation: null, quantiles: null, top: null }

function describeNumbers(all: Float64Array, rows: Uint32Array): ColumnStatistics {
  const values = sortedValues(all, rows)
  const count = values.length
  const nulls = rows.length - count
  if (count === 0) return { count, nulls, ...noNumbers }
  const { mean, std } = numericMoments(values)
  const quantiles = Array.from({ length: NUM_QUANTILES }, (_, part) => {
    return values[Math.ceil(((part + 1) * count) / NUM_QUANTILES) - 1]
  })
  return {
    count,
    nulls,
    min: values[0],
    max: values[count - 1],
    mean,
    deviation: std,
    quantiles,
    top: topCodes(values),
  }
}

/** Gives the values of the rows that are no nulls, ascending. */
function sortedValues(all: Float64Array, rows: Uint32Array): Float64Array {
  const values = new Float64Array(rows.length)
  let count = 0
  for (let at = 0; at < rows.length; at++) {
    const value = all[rows[at]]
    if (!Number.isNaN(value)) values[count++] = value
  }
  return values.subarray(0, count).sort()
}

/** Counts integers from 0 to 255; `null` if others are among the values. */
function topCodes(values: Float64Array): ColumnStatistics['top'] {
  if (values[0] < 0 || values[values.length - 1] > LARGEST_CODE) return null
  const counts = new Float64Array(LARGEST_CODE + 1)
  for (const value of values) {
    if (!Number.isInteger(value)) return null
    counts[value]++
  }
  return Array.from(counts, (count, value) => ({ value, count }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || a.value - b.value)
    .slice(0, NUM_TOP)
}
