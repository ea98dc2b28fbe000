import { sqlName, withDuckDb } from '../table/duckdb.ts'
import { readFailure } from '../table/open-files.ts'
import { columnKind } from '../table/query-table.ts'
import type { DataFile } from '../table/read-file-list.ts'
import { type FeatureRows, noRowsError, openFeatures } from './open-features.ts'

/** What a feature table holds, without its rows. */
export interface FeaturesSurvey {
  readonly numRows: number
  /** First and last instant, ms since 1970. */
  readonly startMs: number
  readonly endMs: number
  /** Expected columns that are there. */
  readonly names: readonly string[]
  /** Slots that each categorical column will fill, in their order; unseen categories are kept. */
  readonly numSlots: readonly number[]
  readonly files: readonly DataFile[]
}

/**
 * Counts the rows of a feature table; reads of Parquet only footers, the timestamp, and the categorical
 * columns.
 *
 * @param categorical  Columns to be one-hot: strings, or integers from 0.
 * @throws FreeflowError as `openFeatures` does, and `data` where the dates leave no row.
 */
export async function surveyFeatures(
  rows: FeatureRows,
  categorical: readonly string[],
): Promise<FeaturesSurvey> {
  return withDuckDb({ threads: 1 }, async (connection) => {
    const { sql, types, names, format, files } = await openFeatures(connection, rows)
    const sizes = categorical
      .filter((name) => names.includes(name))
      .map((name) => {
        const isText = columnKind(types.find(([known]) => known === name)?.[1] ?? '') === 'string'
        // of n labels, one index more for unseen strings; the last slot is dropped, one for unseen kept
        return isText ? `count(DISTINCT ${sqlName(name)}) + 1` : `max(${sqlName(name)}) + 1`
      })
    const selected = ['count(*)', 'epoch_ms(min(instant))', 'epoch_ms(max(instant))', ...sizes]
    try {
      const reader = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM (${sql})`)
      const [numRows, startMs, endMs, ...numSlots] = reader.getRows()[0].map(Number)
      if (numRows === 0) throw noRowsError(rows)
      return { numRows, startMs, endMs, names, numSlots, files }
    } catch (cause) {
      throw readFailure(rows.path, format, cause)
    }
  })
}
