import { FreeflowError } from '../errors.ts'
import {
  type FeatureMatrix,
  type NumericFeature,
  newCodes,
  type OneHotFeature,
} from '../model/feature-matrix.ts'
import type { Column, Table } from '../table/table.ts'
import type { FeatureLayout, NumericSource, OneHotSource } from './feature-layout.ts'
import { scaleMatrix } from './standard-scaler.ts'

/**
 * Turns rows of a table into prepared features.
 *
 * @param rows  Indices of the rows, in the order of the result; they hold no nulls in the layout's columns,
 *   but for those that have a surrogate.
 * @param isShared  Whether other threads will read the features where they are; then the layout has a scaler.
 * @returns The features as the model sees them: encoded, assembled and, where the layout has a scaler, scaled.
 * @throws FreeflowError `data` for an absent column, a column of the wrong type, or a category that is not
 *   known where the layout refuses those.
 */
export function encodeRows(
  layout: FeatureLayout,
  table: Table,
  rows: Uint32Array,
  isShared = false,
): FeatureMatrix {
  const features = layout.sources.map((source) =>
    source.kind === 'numeric'
      ? encodeNumeric(source, table, rows)
      : encodeOneHot(source, table, { rows, isShared }),
  )
  const matrix = { numRows: rows.length, numSlots: layout.numSlots, features }
  return layout.scaler === null ? matrix : scaleMatrix(layout.scaler, matrix, isShared)
}

function encodeNumeric(source: NumericSource, table: Table, rows: Uint32Array): NumericFeature {
  const column = columnOf(table, source.column)
  if (column.kind !== 'number') throw wrongKind(source.column, 'numbers', column)
  const values = new Float64Array(rows.length)
  for (let at = 0; at < rows.length; at++) values[at] = column.values[rows[at]]
  const { surrogate } = source
  if (surrogate !== null) {
    for (let at = 0; at < values.length; at++) if (Number.isNaN(values[at])) values[at] = surrogate
  }
  return { kind: 'numeric', slot: source.slot, values }
}

function encodeOneHot(
  source: OneHotSource,
  table: Table,
  { rows, isShared }: { readonly rows: Uint32Array; readonly isShared: boolean },
): OneHotFeature {
  const { slot, numSlots } = source
  if (numSlots > 255) {
    throw new FreeflowError('data', `column ${source.column}: at most 255 categories, got ${numSlots}`)
  }
  const indexOf = categoryIndex(source, columnOf(table, source.column))
  const codes = newCodes(rows.length, isShared)
  for (let at = 0; at < rows.length; at++) codes[at] = Math.min(indexOf(rows[at]), numSlots)
  return {
    kind: 'one-hot',
    slot,
    numSlots,
    codes,
    off: new Float64Array(numSlots),
    on: new Float64Array(numSlots).fill(1),
  }
}

/** Gives the function from row to category index; an unseen category gets `numCategories` or is refused. */
function categoryIndex(source: OneHotSource, column: Column): (row: number) => number {
  const { numCategories, labels } = source
  const unseen = (value: unknown) => {
    if (source.handleInvalid === 'keep') return numCategories
    throw new FreeflowError(
      'data',
      `column ${source.column}: category ${JSON.stringify(value)} was not seen in training`,
    )
  }
  if (labels !== null) {
    if (column.kind !== 'string') throw wrongKind(source.column, 'strings', column)
    const indexByCode = column.dictionary.map((label) => labels.indexOf(label))
    return (row) => {
      const index = indexByCode[column.codes[row]] ?? -1
      return index >= 0 ? index : unseen(column.dictionary[column.codes[row]] ?? null)
    }
  }
  if (column.kind !== 'number') throw wrongKind(source.column, 'integers', column)
  return (row) => {
    const value = column.values[row]
    return Number.isInteger(value) && value >= 0 && value < numCategories ? value : unseen(value)
  }
}

function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (column === undefined) throw new FreeflowError('data', `column ${name} is missing`)
  return column
}

function wrongKind(name: string, expected: string, column: Column): FreeflowError {
  return new FreeflowError('data', `column ${name}: expected ${expected}, got ${column.kind} values`)
}
