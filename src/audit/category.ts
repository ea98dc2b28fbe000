import { type Table, valueAt } from '../table/table.ts'

/** A column as groups of equal values. */
export interface Category {
  readonly name: string
  /** Group of each row, [numRows]; -1 where the value is null. */
  readonly codes: Int32Array
  readonly numGroups: number
  /** The value of a group in words. */
  labelOf(group: number): string
}

/** Gives a column's values as groups, numbered as they come; `null` if they are more than `maxGroups`. */
export function categoryOf(table: Table, name: string, maxGroups: number): Category | null {
  const column = table.columns.get(name)
  if (column === undefined) return null
  if (column.kind === 'string' && column.dictionary.length > maxGroups) return null
  const values =
    column.kind === 'string' ? column.codes : column.kind === 'number' ? column.values : column.epochMs
  const codes = new Int32Array(table.numRows)
  const groupOf = new Map<number, number>()
  const firstRows: number[] = []
  for (let row = 0; row < codes.length; row++) {
    const value = values[row]
    if (Number.isNaN(value) || (column.kind === 'string' && value < 0)) {
      codes[row] = -1
      continue
    }
    const known = groupOf.get(value)
    codes[row] = known ?? firstRows.length
    if (known !== undefined) continue
    if (firstRows.length === maxGroups) return null
    groupOf.set(value, firstRows.length)
    firstRows.push(row)
  }
  const labelOf = (group: number) => String(valueAt(column, firstRows[group]))
  return { name, codes, numGroups: firstRows.length, labelOf }
}
