import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlName } from './duckdb.ts'
import { type ColumnType, describeQuery } from './query-table.ts'
import type { FileList } from './read-file-list.ts'
import { sqlPath } from './sql-path.ts'

/** Rows of files as DuckDB sees them. */
export interface OpenFiles {
  /** A query that gives the rows of all files; columns go by name, absent ones are null. */
  readonly sql: string
  /** What that query selects from; of Parquet DuckDB's file_index and file_row_number can be selected too. */
  readonly source: string
  readonly types: readonly ColumnType[]
}

/**
 * Opens files for DuckDB and finds their columns.
 *
 * Types of CSV columns are found from all rows; those in `textColumns` stay as they are written, so `007`
 * keeps its zeros.
 *
 * @param place  What an error message begins with, for instance the path that the user gave.
 * @throws FreeflowError `data` if a file is not what its name says, has no rows, or some files have times
 *   with zone and some without.
 */
export async function openFiles(
  connection: DuckDBConnection,
  place: string,
  list: FileList,
  textColumns: readonly string[],
): Promise<OpenFiles> {
  try {
    const source = await scanSource(connection, list, textColumns)
    const sql = `SELECT * FROM ${source}`
    const types = await describeQuery(connection, sql)
    const first = await connection.runAndReadAll(`${sql} LIMIT 1`)
    if (first.currentRowCount === 0) throw new FreeflowError('data', `${place}: has no rows`)
    await refuseMixedZones(connection, place, list, types)
    return { sql, source, types }
  } catch (error) {
    throw readFailure(place, list.format, error)
  }
}

/** Names the place where reading failed; errors of our own pass unchanged. */
export function readFailure(place: string, format: FileList['format'], error: unknown): unknown {
  if (error instanceof FreeflowError || !(error instanceof Error)) return error
  const reason = error.message.split('\n', 1)[0].replace(/^[A-Za-z ]+ Error: /, '')
  const formatName = format === 'csv' ? 'CSV' : 'Parquet'
  return new FreeflowError('data', `${place}: not readable as ${formatName}: ${reason}`, { cause: error })
}

async function scanSource(
  connection: DuckDBConnection,
  list: FileList,
  textColumns: readonly string[],
): Promise<string> {
  const files = `[${list.files.map(({ path }) => sqlPath(path)).join(', ')}]`
  if (list.format === 'parquet') return `read_parquet(${files}, union_by_name = true)`
  const sniff = `read_csv(${files}, union_by_name = true, sample_size = -1`
  const names = (await describeQuery(connection, `SELECT * FROM ${sniff})`)).map(([name]) => name)
  const asText = textColumns.filter((name) => names.includes(name))
  if (asText.length === 0) return `${sniff})`
  return `${sniff}, types = {${asText.map((name) => `${sqlName(name)}: 'VARCHAR'`).join(', ')}})`
}

/** Of files with and without zone DuckDB would read those without as UTC, whatever zone was declared. */
async function refuseMixedZones(
  connection: DuckDBConnection,
  place: string,
  list: FileList,
  types: readonly ColumnType[],
): Promise<void> {
  const zoned = types.filter(([, type]) => type === 'TIMESTAMP WITH TIME ZONE').map(([name]) => name)
  if (zoned.length === 0 || list.files.length === 1) return
  for (const file of list.files) {
    const one = await scanSource(connection, { ...list, files: [file] }, [])
    const naive = (await describeQuery(connection, `SELECT * FROM ${one}`)).find(
      ([name, type]) => zoned.includes(name) && type !== 'TIMESTAMP WITH TIME ZONE',
    )
    if (naive !== undefined) {
      throw new FreeflowError(
        'data',
        `${place}: ${naive[0]} has a zone in some files and none in ${file.path}`,
      )
    }
  }
}
