import { FreeflowError } from '../errors.ts'
import { findDoubledColumns } from '../table/doubled-columns.ts'
import { sqlName, sqlString, withDuckDb } from '../table/duckdb.ts'
import { type OpenFiles, openFiles, readFailure } from '../table/open-files.ts'
import { pruneFiles, shiftDay } from '../table/prune-files.ts'
import { queryTable } from '../table/query-table.ts'
import { type DataFile, readFileList } from '../table/read-file-list.ts'
import { type HashPurpose, rowHashSql } from '../table/row-hash.ts'
import type { Column, Table } from '../table/table.ts'
import { checkColumns, type ExpectedColumn } from './check-columns.ts'
import { FILE_ROWS } from './check-keys.ts'

/** Which rows and columns of a feature table to load. */
export interface LoadFeaturesOptions {
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
  /** Seed of the hashes by which rows are split and folded. */
  readonly seed: number
  readonly threads: number
}

/** A loaded feature table. */
export interface LoadedFeatures {
  /** Rows by sensor_id, then timestamp. */
  readonly table: Table
  /** Hashes of each row in [0, 1), by what they are for, [numRows] each. */
  readonly hashes: Readonly<Record<HashPurpose, Float64Array>>
  /** Where each row stood in the files, [numRows]; see `checkKeys`. */
  readonly position: Float64Array
  /** DuckDB type of the column timestamp in the files. */
  readonly timestampType: string
  /** Expected columns that were left out because the source has none. */
  readonly absentColumns: readonly string[]
  /** Files read, and of how many in all. */
  readonly files: readonly DataFile[]
  readonly numFilesListed: number
}

/** Names of what is loaded beside the columns, while it is a column itself. */
const hashColumns = { split: '__split_hash', fold: '__fold_hash' } as const
const POSITION = '__position'

/**
 * Loads the rows of a feature table, in one pass over the files that the dates leave.
 *
 * @throws FreeflowError `data` where the path, the columns or the rows are not there (all missing, doubled
 *   and mistyped columns in one message); `usage` where the start is after the end.
 */
export async function loadFeatures(options: LoadFeaturesOptions): Promise<LoadedFeatures> {
  const { path, startDate, endDate } = options
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw new FreeflowError('usage', `start date ${startDate} is after end date ${endDate}`)
  }
  const list = await readFileList(path)
  const files = pruneFiles(list.files, startDate, endDate)
  if (files.length === 0) throw noRows(options)
  const { loaded, timestampType } = await withDuckDb({ threads: options.threads }, async (connection) => {
    const open = await openFiles(connection, path, { ...list, files }, ['sensor_id'])
    const doubled = await findDoubledColumns(connection, { ...list, files })
    const given = { types: open.types, doubled, absent: options.absentColumns }
    const names = checkColumns(path, given, options.columns)
    const position = list.format === 'csv' ? 'NULL' : `file_index * ${FILE_ROWS}e0 + file_row_number`
    const timestampType = open.types.find(([name]) => name === 'timestamp')?.[1] ?? ''
    const sql = selectRows({ source: open.source, position, timestampType, names }, options)
    const loaded = await queryTable(connection, sql).catch((cause: unknown) => {
      throw readFailure(path, list.format, cause)
    })
    return { loaded, timestampType }
  })
  if (loaded.numRows === 0) throw noRows(options)
  const columns = new Map(loaded.columns)
  const table = { numRows: loaded.numRows, columns }
  return {
    hashes: { split: takeNumbers(columns, hashColumns.split), fold: takeNumbers(columns, hashColumns.fold) },
    position: takeNumbers(columns, POSITION),
    table,
    timestampType,
    absentColumns: options.columns.flatMap(({ name }) => (columns.has(name) ? [] : [name])),
    files,
    numFilesListed: list.files.length,
  }
}

/** Takes a column of numbers out of the columns. */
function takeNumbers(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name)
  columns.delete(name)
  return column?.kind === 'number' ? column.values : new Float64Array(0)
}

/** What is selected, and from what. */
interface RowSource extends Pick<OpenFiles, 'source'> {
  /** Expression of the row's position. */
  readonly position: string
  readonly timestampType: string
  readonly names: readonly string[]
}

function selectRows(
  { source, position, timestampType, names }: RowSource,
  options: LoadFeaturesOptions,
): string {
  const zone = sqlString(options.timezone)
  const instant = timestampType.endsWith('TIME ZONE')
    ? 'timestamp'
    : `timezone(${zone}, CAST(timestamp AS TIMESTAMP))`
  const others = names.filter((name) => name !== 'timestamp' && name !== 'sensor_id').map(sqlName)
  const hash = (purpose: HashPurpose) =>
    `${rowHashSql(options.seed, purpose, 'sensor_id', 'epoch_ms(instant)')} AS ${hashColumns[purpose]}`
  const midnight = (day: string) => `timezone(${zone}, TIMESTAMP ${sqlString(`${day} 00:00:00`)})`
  const limits = [
    ...(options.startDate === undefined ? [] : [`instant >= ${midnight(options.startDate)}`]),
    ...(options.endDate === undefined ? [] : [`instant < ${midnight(shiftDay(options.endDate, 1))}`]),
  ]
  const beside = `${hash('split')}, ${hash('fold')}, ${POSITION}`
  return `SELECT CAST(sensor_id AS VARCHAR) AS sensor_id, instant AS timestamp, ${others.join(', ')}, ${beside}
    FROM (SELECT *, ${instant} AS instant, ${position} AS ${POSITION} FROM ${source})
    ${limits.length > 0 ? `WHERE ${limits.join(' AND ')}` : ''} ORDER BY sensor_id, instant`
}

function noRows({ path, startDate, endDate, timezone }: LoadFeaturesOptions): FreeflowError {
  const dates = `from ${startDate ?? 'the beginning'} to ${endDate ?? 'the end'} (${timezone})`
  return new FreeflowError('data', `${path}: no row ${dates}`, {
    hint: 'dates are local days, both inclusive: check --start-date, --end-date and --timezone',
  })
}
