import type { Column, Table } from '../../src/table/table.ts'

/** Makes a table of columns given as lists: numbers, strings, or null for what is missing. */
export function tableFromColumns(
  lists: Readonly<Record<string, readonly (number | string | null)[]>>,
): Table {
  const columns = new Map(Object.entries(lists).map(([name, list]) => [name, columnFromList(list)]))
  return { numRows: Object.values(lists)[0].length, columns }
}

/** Row numbers 0 to `count` - 1. */
export function allRows(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, row) => row)
}

function columnFromList(list: readonly (number | string | null)[]): Column {
  if (!list.some((value) => typeof value === 'string')) {
    return {
      kind: 'number',
      values: Float64Array.from(list, (value) => (value === null ? Number.NaN : Number(value))),
    }
  }
  const dictionary = [...new Set(list.filter((value) => value !== null).map(String))]
  const codes = Int32Array.from(list, (value) => (value === null ? -1 : dictionary.indexOf(String(value))))
  return { kind: 'string', codes, dictionary }
}
