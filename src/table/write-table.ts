import { rename, rm } from 'node:fs/promises'
import { FreeflowError } from '../errors.ts'
import { createTable } from './create-table.ts'
import { withDuckDb } from './duckdb.ts'
import type { Table } from './table.ts'
import { writeRows } from './write-rows.ts'

/** The formats in which a table is written. */
export type TableFormat = 'parquet' | 'csv'

/**
 * Gives the format that a file's ending asks for.
 *
 * @throws FreeflowError `usage` for another ending.
 */
export function tableFormat(path: string): TableFormat {
  if (path.endsWith('.parquet')) return 'parquet'
  if (path.endsWith('.csv')) return 'csv'
  throw new FreeflowError('usage', `${path}: must end in .parquet or .csv`)
}

/** Writes a table as one file, rows in order; the file appears whole or not at all. */
export async function writeTable(table: Table, path: string, format: TableFormat): Promise<void> {
  const partial = `${path}.partial`
  try {
    await withDuckDb({ threads: 1 }, async (connection) => {
      await createTable(connection, 'rows', table)
      await writeRows(connection, 'SELECT * FROM rows', { path: partial, format })
    })
    await rename(partial, path)
  } finally {
    await rm(partial, { force: true })
  }
}
