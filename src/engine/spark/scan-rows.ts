import { createHash } from 'node:crypto'
import type { SparkRow } from '../../spark/collect-rows.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { ColumnScan } from '../../traffic/value-findings.ts'
import { rangeOf } from '../../traffic/value-findings.ts'
import { sqlDouble, sqlName } from './sql-text.ts'

/** What one pass over the rows found. */
export interface RowScan {
  readonly numRows: number
  /** First and last instant, ms since 1970. */
  readonly startMs: number
  readonly endMs: number
  /** Rows without sensor or time. */
  readonly numWithoutKey: number
  readonly columns: ReadonlyMap<string, ColumnScan>
  /**
   * Which rows these are, 64 hex digits: of their number and the sum of a hash of each, so that it depends neither
   * on files nor on order. Not the hash that the embedded engine takes.
   */
  readonly sha256: string
}

/** Which columns are scanned. */
export interface ScannedColumns {
  readonly names: readonly string[]
  /** Those of strings. */
  readonly strings: ReadonlySet<string>
}

/**
 * Counts and measures the rows of a view.
 *
 * @param rows  Name of the view.
 */
export async function scanRows(
  session: SparkSession,
  rows: string,
  { names, strings }: ScannedColumns,
): Promise<RowScan> {
  const hashed = ['sensor_id', 'epoch_ms', ...names].map(sqlName)
  const selected = [
    'count(*) AS n',
    'min(epoch_ms) AS start',
    'max(epoch_ms) AS end',
    'count_if(sensor_id IS NULL OR epoch_ms IS NULL) AS without_key',
    // a hash passes nulls over, so where they stand is hashed too
    `CAST(sum(CAST(xxhash64(${hashed.flatMap((name) => [name, `${name} IS NULL`]).join(', ')}) AS DECIMAL(20, 0))) AS STRING) AS digest`,
    ...names.flatMap((name, at) => measures(name, at, strings.has(name))),
  ]
  const [row] = await session.collect(session.sql(`SELECT ${selected.join(', ')} FROM ${rows}`))
  const numRows = Number(row.n)
  return {
    numRows,
    startMs: Number(row.start),
    endMs: Number(row.end),
    numWithoutKey: Number(row.without_key),
    columns: new Map(names.map((name, at) => [name, columnScan(row, at, numRows)])),
    sha256: createHash('sha256')
      .update(`${names.join('\0')}\0${numRows}\0${row.digest}`)
      .digest('hex'),
  }
}

function measures(name: string, at: number, isString: boolean): string[] {
  const column = sqlName(name)
  const common = [`count(${column}) AS count${at}`, `min(${column}) = max(${column}) AS constant${at}`]
  if (isString) return common
  const infinity = "double('Infinity')"
  const [low, high] = rangeOf(name).map(sqlDouble)
  return [
    ...common,
    `count_if(abs(${column}) = ${infinity}) AS infinite${at}`,
    `count_if(abs(${column}) < ${infinity} AND ${column} NOT BETWEEN ${low} AND ${high}) AS outside${at}`,
  ]
}

function columnScan(row: SparkRow, at: number, numRows: number): ColumnScan {
  const count = Number(row[`count${at}`])
  const counted = (name: string) => ({ count: Number(row[`${name}${at}`] ?? 0), examples: [] })
  return {
    numRows,
    numNulls: numRows - count,
    infinite: counted('infinite'),
    outside: counted('outside'),
    isConstant: row[`constant${at}`] === true && count > 1,
  }
}
