import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { findDoubledColumns } from '../table/doubled-columns.ts'
import { sqlString } from '../table/duckdb.ts'
import { openFiles } from '../table/open-files.ts'
import { pruneFiles, shiftDay } from '../table/prune-files.ts'
import type { ColumnType } from '../table/query-table.ts'
import { type DataFile, type FileList, readFileList } from '../table/read-file-list.ts'
import { checkColumns, type ExpectedColumn } from './check-columns.ts'
import { FILE_ROWS } from './check-keys.ts'
import { besideReadings } from './read-readings.ts'

/** Which rows and columns of a feature table to open. */
export interface FeatureRows {
  /** Parquet file or directory of Parquet files. */
  readonly path: string
  readonly columns: readonly ExpectedColumn[]
  /** Columns whose absence the source declares; they are left out. */
  readonly absentColumns: readonly string[]
  /** IANA zone of the dates, and of timestamps that have none. */
  readonly timezone: string
  /** First and last local day, `YYYY-MM-DD`, both inclusive. */
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
}

/** An opened feature table. */
export interface OpenFeatures {
  /**
   * A query that gives the rows within the dates: all columns, `instant`, and `row_position`, which is where a
   * row stood in the files (see `checkKeys`).
   */
  readonly sql: string
  readonly types: readonly ColumnType[]
  /** DuckDB type of the column timestamp in the files. */
  readonly timestampType: string
  /** Names of the expected columns that are there. */
  readonly names: readonly string[]
  readonly format: FileList['format']
  /** Files that the dates leave, and of how many in all. */
  readonly files: readonly DataFile[]
  readonly numFilesListed: number
}

/**
 * Opens the files of a feature table that the dates leave, and checks its columns.
 *
 * @throws FreeflowError `data` where path, files or columns are not there; `usage` where the start is after
 *   the end.
 */
export async function openFeatures(connection: DuckDBConnection, rows: FeatureRows): Promise<OpenFeatures> {
  const { path, startDate, endDate } = rows
  if (startDate !== undefined && endDate !== undefined && startDate > endDate)
    throw new FreeflowError('usage', `start date ${startDate} is after end date ${endDate}`)
  const list = await readFileList(path, besideReadings)
  const files = pruneFiles(list.files, startDate, endDate)
  if (files.length === 0) throw noRowsError(rows)
  const { source, types } = await openFiles(connection, path, { ...list, files }, ['sensor_id'])
  const doubled = await findDoubledColumns(connection, { ...list, files })
  const names = checkColumns(path, { types, doubled, absent: rows.absentColumns }, rows.columns)
  const position = list.format === 'csv' ? 'NULL' : `file_index * ${FILE_ROWS}e0 + file_row_number`
  const timestampType = types.find(([name]) => name === 'timestamp')?.[1] ?? ''
  const instant = timestampType.endsWith('TIME ZONE')
    ? 'timestamp'
    : `timezone(${sqlString(rows.timezone)}, CAST(timestamp AS TIMESTAMP))`
  return {
    sql: `SELECT * FROM (SELECT *, ${instant} AS instant, ${position} AS row_position FROM ${source})
      ${withinDates('instant', rows)}`,
    types,
    timestampType,
    names,
    format: list.format,
    files,
    numFilesListed: list.files.length,
  }
}

/** Gives the WHERE clause that keeps the local days of the dates, empty where there are none. */
export function withinDates(
  instant: string,
  { startDate, endDate, timezone }: Pick<FeatureRows, 'startDate' | 'endDate' | 'timezone'>,
): string {
  const midnight = (day: string) =>
    `timezone(${sqlString(timezone)}, TIMESTAMP ${sqlString(`${day} 00:00:00`)})`
  const limits = [
    ...(startDate === undefined ? [] : [`${instant} >= ${midnight(startDate)}`]),
    ...(endDate === undefined ? [] : [`${instant} < ${midnight(shiftDay(endDate, 1))}`]),
  ]
  return limits.length > 0 ? `WHERE ${limits.join(' AND ')}` : ''
}

/** The error for dates that leave no row. */
export function noRowsError(rows: Omit<FeatureRows, 'columns' | 'absentColumns'>): FreeflowError {
  const { path, startDate, endDate, timezone } = rows
  const dates = `from ${startDate ?? 'the beginning'} to ${endDate ?? 'the end'} (${timezone})`
  return new FreeflowError('data', `${path}: no row ${dates}`, {
    hint: 'dates are local days, both inclusive: check --start-date, --end-date and --timezone',
  })
}
