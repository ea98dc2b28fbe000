/** Numbers of one column, [numRows]; NaN stands for null. */
export interface NumberColumn {
  readonly kind: 'number'
  readonly values: Float64Array
}

/** Strings of one column as codes into a dictionary, [numRows]; -1 stands for null. */
export interface StringColumn {
  readonly kind: 'string'
  readonly codes: Int32Array
  readonly dictionary: readonly string[]
}

/** Instants of one column in milliseconds since 1970 UTC, [numRows]; NaN stands for null. */
export interface InstantColumn {
  readonly kind: 'instant'
  readonly epochMs: Float64Array
}

/** One column of a table. */
export type Column = NumberColumn | StringColumn | InstantColumn

/** Columns of equal length in memory, by name, in order. */
export interface Table {
  readonly numRows: number
  readonly columns: ReadonlyMap<string, Column>
}

/** Gives the rows of a table at the given indices, in that order; dictionaries are shared. */
export function takeRows(table: Table, rows: Uint32Array): Table {
  const columns = new Map<string, Column>()
  for (const [name, column] of table.columns) columns.set(name, takeColumn(column, rows))
  return { numRows: rows.length, columns }
}

/** Gives one value of a column as JSON has it: number, string, ISO 8601 instant or null. */
export function valueAt(column: Column, row: number): number | string | null {
  if (column.kind === 'string') return column.codes[row] < 0 ? null : column.dictionary[column.codes[row]]
  const value = column.kind === 'number' ? column.values[row] : column.epochMs[row]
  if (Number.isNaN(value)) return null
  return column.kind === 'number' ? value : new Date(value).toISOString()
}

function takeColumn(column: Column, rows: Uint32Array): Column {
  if (column.kind === 'string') {
    return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) }
  }
  if (column.kind === 'number') {
    return { kind: 'number', values: Float64Array.from(rows, (row) => column.values[row]) }
  }
  return { kind: 'instant', epochMs: Float64Array.from(rows, (row) => column.epochMs[row]) }
}
