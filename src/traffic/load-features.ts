import { FreeflowError } from '../errors.ts'
import { sqlName, sqlString, withDuckDb } from '../table/duckdb.ts'
import { openFiles, readFailure } from '../table/open-files.ts'
import { pruneFiles, shiftDay } from '../table/prune-files.ts'
import { type ColumnType, queryTable } from '../table/query-table.ts'
import { type DataFile, readFileList } from '../table/read-file-list.ts'
import { type HashPurpose, rowHashSql } from '../table/row-hash.ts'
import type { Column, Table } from '../table/table.ts'
import { checkColumns, type ExpectedColumn } from './check-columns.ts'

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
  /** Expected columns that were left out because the source has none. */
  readonly absentColumns: readonly string[]
  /** Files read, and of how many in all. */
  readonly files: readonly DataFile[]
  readonly numFilesListed: number
}

/** Names of the hashes while they are columns of the loaded rows. */
const hashColumns = { split: '__split_hash', fold: '__fold_hash' } as const

/**
 * Loads the rows of a feature table, in one pass over the files that the dates leave.
 *
 * @throws FreeflowError `data` where the path, the columns or the rows are not there (all missing and
 *   mistyped columns in one message); `usage` where the start is after the end.
 */
export async function loadFeatures(options: LoadFeaturesOptions): Promise<LoadedFeatures> {
  const { path, startDate, endDate } = options
  if (startDate !== undefined && endDate !== undefined && startDate > endDate) {
    throw new FreeflowError('usage', `start date ${startDate} is after end date ${endDate}`)
  }
  const list = await readFileList(path)
  const files = pruneFiles(list.files, startDate, endDate)
  if (files.length === 0) throw noRows(options)
  const loaded = await withDuckDb({ threads: options.threads }, async (connection) => {
    const { sql, types } = await openFiles(connection, path, { ...list, files }, ['sensor_id'])
    const names = checkColumns(path, types, options.columns, options.absentColumns)
    return queryTable(connection, selectRows(sql, types, names, options)).catch((cause: unknown) => {
      throw readFailure(path, list.format, cause)
    })
  })
  if (loaded.numRows === 0) throw noRows(options)
  const columns = new Map(loaded.columns)
  const hashes = { split: takeHash(columns, hashColumns.split), fold: takeHash(columns, hashColumns.fold) }
  const table = { numRows: loaded.numRows, columns }
  return {
    table,
    hashes,
    absentColumns: options.columns.flatMap(({ name }) => (table.columns.has(name) ? [] : [name])),
    files,
    numFilesListed: list.files.length,
  }
}

function selectRows(
  source: string,
  types: readonly ColumnType[],
  names: readonly string[],
  options: LoadFeaturesOptions,
): string {
  const zone = sqlString(options.timezone)
  const timestampType = types.find(([name]) => name === 'timestamp')?.[1]
  const instant = timestampType?.endsWith('TIME ZONE')
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
  return `SELECT CAST(sensor_id AS VARCHAR) AS sensor_id, instant AS timestamp, ${others.join(', ')}, ${hash('split')}, ${hash('fold')}
    FROM (SELECT *, ${instant} AS instant FROM (${source}))
    ${limits.length > 0 ? `WHERE ${limits.join(' AND ')}` : ''} ORDER BY sensor_id, instant`
}

/** Takes a column of hashes out of the columns. */
function takeHash(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name)
  columns.delete(name)
  if (column?.kind !== 'number') throw new FreeflowError('unexpected', `${name} was not loaded`)
  return column.values
}

function noRows({ path, startDate, endDate, timezone }: LoadFeaturesOptions): FreeflowError {
  const dates = `from ${startDate ?? 'the beginning'} to ${endDate ?? 'the end'} (${timezone})`
  return new FreeflowError('data', `${path}: no row ${dates}`, {
    hint: 'dates are local days, both inclusive: check --start-date, --end-date and --timezone',
  })
}
