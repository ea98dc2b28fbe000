import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlName, sqlString, withDuckDb } from '../table/duckdb.ts'
import { nearestName } from '../table/nearest-name.ts'
import { openFiles, readFailure } from '../table/open-files.ts'
import { pruneFiles } from '../table/prune-files.ts'
import { type ColumnType, columnKind, queryTable } from '../table/query-table.ts'
import { type FileList, readFileList } from '../table/read-file-list.ts'
import { rowHashSql } from '../table/row-hash.ts'
import type { Column, Table } from '../table/table.ts'
import { noRowsError, withinDates } from '../traffic/open-features.ts'
import { besideReadings } from '../traffic/read-readings.ts'

/** Which table to audit, and what its columns are. */
export interface AuditTableOptions {
  /** Parquet or CSV, a file or a directory. */
  readonly path: string
  readonly target: string
  /** Columns that name the series and the time of a row; found by their usual names where they are not given. */
  readonly entity?: string | undefined
  readonly time?: string | undefined
  /** Column that says `train` or `test`. */
  readonly splitColumn?: string | undefined
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  /** IANA zone of the dates, and of times that have none. */
  readonly timezone: string
  readonly seed: number
  readonly threads: number
  /** Of more rows a part is taken, whole series where there are some. */
  readonly maxRows: number
}

/** A table to audit. */
export interface AuditedTable {
  /** Rows by entity, then time; in the order of the files where they have none. */
  readonly table: Table
  /** Number of each row in [0, 1), by which it is split at random, [numRows]. */
  readonly splitHash: Float64Array | null
  readonly entity: string | null
  readonly time: string | null
  /** Rows that there are, and what of them was taken, in words; `null` if all were. */
  readonly numRowsListed: number
  readonly part: string | null
  readonly files: FileList['files']
  /** Columns of lists, structs and bytes, which are not looked at. */
  readonly skipped: readonly string[]
}

const usualNames = { entity: 'sensor_id', time: 'timestamp' } as const
/** Columns that come from the paths of partitions, and that no feature table has in its files. */
const partitionColumns: readonly string[] = ['year', 'month', 'day']
const HASH = '__split_hash'

/**
 * Loads any table with a target.
 *
 * @throws FreeflowError `data` where the path or the columns are not there, the target holds no numbers, or no row is
 *   left; `usage` where the start is after the end.
 */
export async function loadAuditTable(options: AuditTableOptions): Promise<AuditedTable> {
  const { path, startDate, endDate, threads } = options
  if (startDate !== undefined && endDate !== undefined && startDate > endDate)
    throw new FreeflowError('usage', `start date ${startDate} is after end date ${endDate}`)
  const list = await readFileList(path, besideReadings)
  const files = pruneFiles(list.files, startDate, endDate)
  if (files.length === 0) throw noRowsError(options)
  return withDuckDb({ threads }, async (connection) => {
    const text = options.entity ?? usualNames.entity
    const { source, types } = await openFiles(connection, path, { ...list, files }, [text])
    const isPartitioned = files.every(({ day }) => day !== null)
    const roles = rolesOf(
      options,
      types.filter(([name]) => !(isPartitioned && partitionColumns.includes(name))),
    )
    const rows = await chooseRows(connection, source, options, roles)
    const loaded = await queryTable(connection, rows.sql).catch((cause: unknown) => {
      throw readFailure(path, list.format, cause)
    })
    if (loaded.numRows === 0) throw noRowsError(options)
    const { [HASH]: hash, ...columns } = Object.fromEntries(loaded.columns)
    return {
      table: { numRows: loaded.numRows, columns: new Map<string, Column>(Object.entries(columns)) },
      splitHash: hash?.kind === 'number' ? hash.values : null,
      ...roles,
      numRowsListed: rows.numRowsListed,
      part: rows.part,
      files,
      skipped: types.filter(([, type]) => columnKind(type) === null).map(([name]) => name),
    }
  })
}

/** Which columns name the series and the time of a row. */
interface Roles {
  readonly entity: string | null
  readonly time: string | null
  /** Columns that can be read, those of the roles included. */
  readonly names: readonly string[]
  /** SQL of the row's instant; `null` if it has none. */
  readonly instant: string | null
}

function rolesOf(options: AuditTableOptions, types: readonly ColumnType[]): Roles {
  const kinds = new Map(types.map(([name, type]) => [name, columnKind(type)]))
  const names = types.map(([name]) => name).filter((name) => kinds.get(name) !== null)
  const given = [options.target, options.entity, options.time, options.splitColumn]
  for (const name of given) if (name !== undefined) requireColumn(options.path, name, names)
  if (kinds.get(options.target) !== 'number')
    throw new FreeflowError('data', `${options.path}: column ${options.target}: a target holds numbers`)
  const instants = names.filter((name) => kinds.get(name) === 'instant')
  const usual = instants.includes(usualNames.time) ? usualNames.time : null
  const time = options.time ?? usual ?? (instants.length === 1 ? instants[0] : null)
  const entity = options.entity ?? (names.includes(usualNames.entity) ? usualNames.entity : null)
  const type = types.find(([name]) => name === time)?.[1] ?? ''
  if (time === null || kinds.get(time) !== 'instant') return { entity, time, names, instant: null }
  const instant = type.endsWith('TIME ZONE')
    ? sqlName(time)
    : `timezone(${sqlString(options.timezone)}, CAST(${sqlName(time)} AS TIMESTAMP))`
  return { entity, time, names, instant }
}

function requireColumn(path: string, name: string, names: readonly string[]): void {
  if (names.includes(name)) return
  const nearest = nearestName(name, names)
  throw new FreeflowError('data', `${path}: has no column ${name}`, {
    hint: nearest === null ? `it has ${names.join(', ')}` : `did you mean ${nearest}?`,
  })
}

interface ChosenRows {
  readonly sql: string
  readonly numRowsListed: number
  readonly part: string | null
}

async function chooseRows(
  connection: DuckDBConnection,
  source: string,
  options: AuditTableOptions,
  { entity, time, names, instant }: Roles,
): Promise<ChosenRows> {
  const { seed, maxRows, startDate, endDate, timezone } = options
  if (instant === null && (startDate !== undefined || endDate !== undefined))
    throw new FreeflowError('data', `${options.path}: has no column of times for --start-date and --end-date`)
  const where = instant === null ? '' : withinDates(instant, { startDate, endDate, timezone })
  const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${source} ${where}`)
  const numRowsListed = Number(counted.getRows()[0][0])
  const hash =
    entity === null || instant === null
      ? []
      : [`${rowHashSql(seed, 'split', sqlName(entity), `epoch_ms(${instant})`)} AS ${HASH}`]
  const columns = names.map((name) =>
    name === time && instant !== null ? `${instant} AS ${sqlName(name)}` : sqlName(name),
  )
  const ordered = [entity, time].filter((name) => name !== null).map(sqlName)
  const order = ordered.length === 0 ? '' : `ORDER BY ${ordered.join(', ')}`
  const all = `SELECT ${[...columns, ...hash].join(', ')} FROM ${source} ${where}`
  if (numRowsListed <= maxRows) return { sql: `${all} ${order}`, numRowsListed, part: null }
  if (entity === null)
    return { sql: `${all} ${order} LIMIT ${maxRows}`, numRowsListed, part: `the first ${maxRows} rows` }
  const share = maxRows / numRowsListed
  const chosen = `${rowHashSql(seed, 'fold', sqlName(entity), '0')} < ${share}`
  const percent = `${(100 * share).toFixed(1)} %`
  return {
    sql: `SELECT * FROM (${all}) WHERE ${chosen} ${order}`,
    numRowsListed,
    part: `all rows of about ${percent} of the values of ${entity}`,
  }
}
