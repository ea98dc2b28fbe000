import { createHash } from 'node:crypto'
import type { Table } from './table.ts'

/**
 * Gives the SHA-256 of the values of a table, names and order included, 64 hex digits.
 *
 * It depends on the rows, not on how they were cut into files.
 */
export function hashTable(table: Table): string {
  const hash = createHash('sha256')
  for (const [name, column] of table.columns) {
    hash.update(`${name}\0${column.kind}\0${table.numRows}\0`)
    if (column.kind === 'number') hash.update(column.values)
    else if (column.kind === 'instant') hash.update(column.epochMs)
    else for (const code of column.codes) hash.update(`${column.dictionary[code] ?? '\0'}\0`)
  }
  return hash.digest('hex')
}
