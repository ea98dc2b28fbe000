import { FreeflowError } from '../errors.ts'
import type { FeatureLayout, NumericSource, OneHotSource } from '../prepare/feature-layout.ts'
import type { Column, Table } from '../table/table.ts'

/** A row in original units: numbers, and strings for columns of strings. */
export type Row = Readonly<Record<string, unknown>>

/**
 * Turns rows into a table of the columns that a layout takes; other columns are ignored.
 *
 * A null is a value where the layout has a surrogate for it.
 *
 * @throws FreeflowError `data` for a missing or mistyped value, naming row and column.
 */
export function tableFromRows(layout: FeatureLayout, rows: readonly Row[]): Table {
  const columns = new Map<string, Column>()
  for (const source of layout.sources) columns.set(source.column, columnFromRows(source, rows))
  return { numRows: rows.length, columns }
}

function columnFromRows(source: NumericSource | OneHotSource, rows: readonly Row[]): Column {
  const name = source.column
  if (source.kind === 'one-hot' && source.labels !== null) return stringColumn(name, rows)
  const canBeNull = source.kind === 'numeric' && source.surrogate !== null
  const values = rows.map((row, index) => {
    const value = row[name]
    if (canBeNull && (value === null || Number.isNaN(value))) return Number.NaN
    if (typeof value === 'number' && Number.isFinite(value)) return value
    throw wrongValue(index, name, 'a finite number', value)
  })
  return { kind: 'number', values: Float64Array.from(values) }
}

function stringColumn(name: string, rows: readonly Row[]): Column {
  const texts = rows.map((row, index) => {
    const value = row[name]
    if (typeof value === 'string') return value
    throw wrongValue(index, name, 'a string', value)
  })
  const dictionary = [...new Set(texts)]
  return { kind: 'string', codes: Int32Array.from(texts, (text) => dictionary.indexOf(text)), dictionary }
}

function wrongValue(row: number, name: string, expected: string, value: unknown): FreeflowError {
  const got = value === undefined ? 'nothing' : JSON.stringify(value)
  return new FreeflowError('data', `row ${row}, column ${name}: expected ${expected}, got ${got}`)
}
