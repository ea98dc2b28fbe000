import type { Column, Table } from '../table/table.ts'

/** The rows that can be learnt from, and how many were set aside and why. */
export interface RowLedger {
  /** Rows without a null in any of the columns, ascending. */
  readonly rows: Uint32Array
  /** Number of rows set aside by reason, for instance `null speed_lag_1`; the first null column counts. */
  readonly dropped: Readonly<Record<string, number>>
}

/** Sets aside the rows that have a null in one of the columns, and says how many by column. */
export function completeRows(table: Table, names: readonly string[]): RowLedger {
  const isComplete = new Uint8Array(table.numRows).fill(1)
  const dropped: Record<string, number> = {}
  for (const name of names) {
    const column = table.columns.get(name)
    if (column === undefined) continue
    const isNull = nullTest(column)
    let count = 0
    for (let row = 0; row < table.numRows; row++) {
      if (isComplete[row] === 0 || !isNull(row)) continue
      isComplete[row] = 0
      count++
    }
    if (count > 0) dropped[`null ${name}`] = count
  }
  const rows = new Uint32Array(isComplete.reduce((sum, flag) => sum + flag, 0))
  for (let row = 0, at = 0; row < table.numRows; row++) if (isComplete[row] === 1) rows[at++] = row
  return { rows, dropped }
}

function nullTest(column: Column): (row: number) => boolean {
  if (column.kind === 'string') return (row) => column.codes[row] < 0
  const values = column.kind === 'number' ? column.values : column.epochMs
  return (row) => Number.isNaN(values[row])
}
