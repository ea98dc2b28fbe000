import { FreeflowError } from '../errors.ts'
import { type ResolveOptions, resolveVersion } from '../store/resolve-version.ts'
import { addIntervals, type PredictedIntervals } from './add-intervals.ts'
import type { IntervalRule } from './interval-rule.ts'
import { predictPlainRows, type ReadyModel, readVersion } from './read-version.ts'
import type { Row } from './table-from-rows.ts'

/** Values by column name, all of one length. */
export type Columns = Readonly<Record<string, ArrayLike<unknown>>>

/** A stored model that predicts. */
export interface LoadedModel {
  /** Name of the model, for instance `random_forest`. */
  readonly name: string
  /** Name of the version, `YYYYMMDD_HHMMSS` in UTC. */
  readonly version: string
  /** Names of the columns that it takes. */
  readonly columns: readonly string[]
  /**
   * Predicts rows, given one by one or as columns, in original units.
   *
   * @returns One prediction a row, in the label's unit (mph).
   * @throws FreeflowError `data` for a missing or mistyped value, naming row and column.
   */
  predict(rows: readonly Row[] | Columns): Float64Array
  /**
   * Predicts rows as `predict` does, with an interval around each that is to hold 90 % of what comes.
   *
   * @throws FreeflowError as `predict`; `usage` where the version has no intervals: only those of a forecast have.
   */
  predictIntervals(rows: readonly Row[] | Columns): PredictedIntervals
}

/**
 * Loads a stored model after checking every byte and its golden rows; runs no code from it.
 *
 * @param uri  Path or URI (`file:///`, `hdfs://`) of a version directory, or of a model directory for its latest
 *   version. Of an HDFS the files are copied to the local disk, read, and removed.
 * @throws FreeflowError `data` where there is no whole version.
 */
export async function loadModel(uri: string, options: ResolveOptions = {}): Promise<LoadedModel> {
  const ready = await readVersion(await resolveVersion(null, uri, options), options)
  const predict = (rows: readonly Row[] | Columns) =>
    predictPlainRows(ready, isRows(rows) ? rows : rowsFromColumns(rows))
  return {
    name: ready.version.model,
    version: ready.version.version,
    columns: ready.layout.sources.map(({ column }) => column),
    predict,
    predictIntervals: (rows) => addIntervals(predict(rows), requireIntervals(ready)),
  }
}

function requireIntervals({ version, intervals }: ReadyModel): IntervalRule {
  if (intervals !== null) return intervals
  throw new FreeflowError('usage', `${version.directory}: this version has no intervals`, {
    hint: 'predict gives its predictions; models of train-all --preset forecast have intervals',
  })
}

function isRows(rows: readonly Row[] | Columns): rows is readonly Row[] {
  return Array.isArray(rows)
}

function rowsFromColumns(columns: Columns): Row[] {
  const entries = Object.entries(columns)
  const numRows = Math.max(0, ...entries.map(([, values]) => values.length))
  return Array.from({ length: numRows }, (_, row) => {
    return Object.fromEntries(entries.map(([name, values]) => [name, values[row]]))
  })
}
