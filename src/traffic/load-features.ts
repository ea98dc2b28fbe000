import { sqlName, withDuckDb } from '../table/duckdb.ts'
import { readFailure } from '../table/open-files.ts'
import { queryTable } from '../table/query-table.ts'
import type { DataFile } from '../table/read-file-list.ts'
import { rowHashSql } from '../table/row-hash.ts'
import type { Table } from '../table/table.ts'
import { type FeatureRows, noRowsError, type OpenFeatures, openFeatures } from './open-features.ts'

/** Which rows and columns of a feature table to load. */
export interface LoadFeaturesOptions extends FeatureRows {
  /** Seed of the hash by which rows are split. */
  readonly splitSeed: number
  readonly threads: number
}

/** A loaded feature table. */
export interface LoadedFeatures {
  /** Rows by sensor_id, then timestamp. */
  readonly table: Table
  /** Hash of each row for the split, in [0, 1), [numRows]. */
  readonly splitHash: Float64Array
  /** Expected columns that were left out because the source has none. */
  readonly absentColumns: readonly string[]
  /** Files read, and of how many in all. */
  readonly files: readonly DataFile[]
  readonly numFilesListed: number
}

const HASH = '__split_hash'

/**
 * Loads the rows of a feature table, in one pass over the files that the dates leave.
 *
 * @throws FreeflowError `data` where the path, the columns or the rows are not there (all missing and
 *   mistyped columns in one message); `usage` where the start is after the end.
 */
export async function loadFeatures(options: LoadFeaturesOptions): Promise<LoadedFeatures> {
  const { opened, loaded } = await withDuckDb({ threads: options.threads }, async (connection) => {
    const opened = await openFeatures(connection, options)
    const loaded = await queryTable(connection, selectRows(opened, options)).catch((cause: unknown) => {
      throw readFailure(options.path, opened.format, cause)
    })
    return { opened, loaded }
  })
  if (loaded.numRows === 0) throw noRowsError(options)
  const columns = new Map(loaded.columns)
  const hash = columns.get(HASH)
  columns.delete(HASH)
  const splitHash = hash?.kind === 'number' ? hash.values : new Float64Array(0)
  const table = { numRows: loaded.numRows, columns }
  return {
    table,
    splitHash,
    absentColumns: options.columns.flatMap(({ name }) => (table.columns.has(name) ? [] : [name])),
    files: opened.files,
    numFilesListed: opened.numFilesListed,
  }
}

function selectRows({ sql, names }: OpenFeatures, { splitSeed }: LoadFeaturesOptions): string {
  const others = names.filter((name) => name !== 'timestamp' && name !== 'sensor_id').map(sqlName)
  const hash = rowHashSql(splitSeed, 'split', 'sensor_id', 'epoch_ms(instant)')
  return `SELECT CAST(sensor_id AS VARCHAR) AS sensor_id, instant AS timestamp, ${others.join(', ')}, ${hash} AS ${HASH}
    FROM (${sql}) ORDER BY sensor_id, instant`
}
