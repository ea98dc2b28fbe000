import { FreeflowError } from '../errors.ts'
import { sqlName, withDuckDb } from '../table/duckdb.ts'
import { readFailure } from '../table/open-files.ts'
import { queryTable } from '../table/query-table.ts'
import type { DataFile } from '../table/read-file-list.ts'
import { type HashPurpose, rowHashSql } from '../table/row-hash.ts'
import type { Column, Table } from '../table/table.ts'
import { type FeatureRows, noRowsError, type OpenFeatures, openFeatures } from './open-features.ts'

/** Which rows and columns of a feature table to load. */
export interface LoadFeaturesOptions extends FeatureRows {
  /** Seed of the hashes by which rows are split and folded. */
  readonly seed: number
  readonly threads: number
  /** Told how many rows, and which columns, are about to be loaded; what it throws ends the loading. */
  readonly checkSize?: (numRows: number, names: readonly string[]) => void
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
const besideColumns = { split: '__split_hash', fold: '__fold_hash', position: '__position' } as const

/**
 * Loads the rows of a feature table, in one pass over the files that the dates leave.
 *
 * @throws FreeflowError `data` where the path, the columns or the rows are not there (all missing, doubled
 *   and mistyped columns in one message); `usage` where the start is after the end.
 */
export async function loadFeatures(options: LoadFeaturesOptions): Promise<LoadedFeatures> {
  const { opened, loaded } = await withDuckDb({ threads: options.threads }, async (connection) => {
    const opened = await openFeatures(connection, options)
    if (options.checkSize !== undefined) {
      const counted = await queryTable(connection, `SELECT count(*)::DOUBLE AS rows FROM (${opened.sql})`)
      options.checkSize(takeNumbers(new Map(counted.columns), 'rows')[0], opened.names)
    }
    const loaded = await queryTable(connection, selectRows(opened, options)).catch((cause: unknown) => {
      throw readFailure(options.path, opened.format, cause)
    })
    return { opened, loaded }
  })
  if (loaded.numRows === 0) throw noRowsError(options)
  const columns = new Map(loaded.columns)
  return {
    hashes: {
      split: takeNumbers(columns, besideColumns.split),
      fold: takeNumbers(columns, besideColumns.fold),
    },
    position: takeNumbers(columns, besideColumns.position),
    table: { numRows: loaded.numRows, columns },
    timestampType: opened.timestampType,
    absentColumns: options.columns.flatMap(({ name }) => (columns.has(name) ? [] : [name])),
    files: opened.files,
    numFilesListed: opened.numFilesListed,
  }
}

/** Takes a column of numbers out of the columns. */
function takeNumbers(columns: Map<string, Column>, name: string): Float64Array {
  const column = columns.get(name)
  columns.delete(name)
  if (column?.kind !== 'number') throw new FreeflowError('unexpected', `${name} was not loaded`)
  return column.values
}

function selectRows({ sql, names }: OpenFeatures, { seed }: LoadFeaturesOptions): string {
  const others = names.filter((name) => name !== 'timestamp' && name !== 'sensor_id').map(sqlName)
  const hash = (purpose: HashPurpose) =>
    `${rowHashSql(seed, purpose, 'sensor_id', 'epoch_ms(instant)')} AS ${besideColumns[purpose]}`
  const beside = `${hash('split')}, ${hash('fold')}, CAST(row_position AS DOUBLE) AS ${besideColumns.position}`
  return `SELECT CAST(sensor_id AS VARCHAR) AS sensor_id, instant AS timestamp, ${others.join(', ')}, ${beside}
    FROM (${sql}) ORDER BY sensor_id, instant`
}
