import { FreeflowError } from '../errors.ts'
import { type ColumnStatistics, columnStatistics } from '../prepare/column-statistics.ts'
import { completeRows } from '../prepare/complete-rows.ts'
import type { NullPolicy } from '../prepare/fit-pipeline.ts'
import { hashTable } from '../table/hash-table.ts'
import type { Table } from '../table/table.ts'
import type { FeatureTableInfo } from '../traffic/feature-table-info.ts'
import { foldRows, type RowSplit, type SplitKind, splitRows } from '../traffic/split-rows.ts'
import { type JobHost, stopIfInterrupted } from './host.ts'
import { type LoadedRows, type LoadRowsOptions, loadRows } from './load-rows.ts'
import { type PreparedSplit, prepareSplit } from './prepare-split.ts'
import type { Preset } from './presets.ts'
import type { DataSummary } from './summary.ts'

/** Which rows a run learns from, and how they are split. */
export interface DataOptions extends LoadRowsOptions {
  /** By what rows are kept to judge the models, and by what they are folded. */
  readonly split: SplitKind
  /** Share of the rows that is kept to judge the models. */
  readonly testRatio: number
  /** Time between training and test rows of a temporal split: `75m`, `2h`, or `auto` for the longest window. */
  readonly purge: string
  /** Number of folds of the training rows; 0 for none. */
  readonly folds: number
}

/** Rows ready to learn from and to be judged on. */
export interface PreparedData extends PreparedSplit {
  readonly table: Table
  /** The training rows cut into folds; empty where none were asked for. */
  readonly folds: readonly RowSplit[]
  readonly nulls: NullPolicy
  /** The rows of the split that have no null at all. */
  readonly complete: RowSplit
  readonly purgeMinutes: number | null
  /** The columns used, without those that the source lacks. */
  readonly columns: Preset['features']
  /** What the features were measured against; `null` where the table does not say it. */
  readonly network: FeatureTableInfo['network'] | null
  /** Of the training rows, by column. */
  readonly columnStatistics: Readonly<Record<string, ColumnStatistics>>
  readonly summary: DataSummary
  /** Milliseconds since 1970 of the last training row. */
  readonly trainedUntil: number
}

/** Minutes that the longest window of the nowcast looks back. */
const LONGEST_WINDOW_MINUTES = 60

/**
 * Loads and checks a feature table, splits its complete rows and fits the preparation on the training rows.
 *
 * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows.
 */
export async function prepareData(
  options: DataOptions,
  preset: Preset,
  host: JobHost,
): Promise<PreparedData> {
  const { report } = host
  const source = await loadRows(options, preset, report)
  stopIfInterrupted(host)
  const { loaded, rows, columns, timezone } = source
  const { table, hashes } = loaded
  const purgeMinutes = options.split === 'temporal' ? minutesOf(options.purge) : null
  const { seed, split: kind } = options
  const splitOptions = { kind, seed, timezone, purgeMs: (purgeMinutes ?? 0) * 60_000 }
  const split = splitRows({ table, hashes, rows }, options.testRatio, splitOptions)
  const folds =
    options.folds === 0 ? [] : foldRows({ table, hashes, rows: split.train }, options.folds, splitOptions)
  report.info('Fitting preprocessing pipeline...')
  const prepared = prepareSplit(table, split, { columns, target: preset.target, nulls: options.nulls })
  report.info(`Train set: ${split.train.length} records`)
  report.info(`Test set: ${split.test.length} records`)
  const names = [...columns.numeric, ...columns.categorical, preset.target]
  const isComplete = new Uint8Array(table.numRows)
  for (const row of completeRows(table, names).rows) isComplete[row] = 1
  const completeOf = (side: Uint32Array) => side.filter((row) => isComplete[row] === 1)
  return {
    ...prepared,
    table,
    folds,
    nulls: options.nulls,
    complete: { train: completeOf(split.train), test: completeOf(split.test) },
    purgeMinutes,
    columns,
    network: source.network,
    columnStatistics: columnStatistics(table, names, split.train),
    summary: summarise(options.data, source, split),
    trainedUntil: lastInstant(table, split.train),
  }
}

/** Reads the time of a purge; it is one of the forms that its setting accepts. */
function minutesOf(purge: string): number {
  if (purge === 'auto') return LONGEST_WINDOW_MINUTES
  return Number.parseInt(purge, 10) * (purge.endsWith('h') ? 60 : 1)
}

function summarise(uri: string, source: LoadedRows, split: RowSplit): DataSummary {
  const { table, files, absentColumns } = source.loaded
  const instants = instantsOf(table)
  const extreme = (pick: (...values: number[]) => number) =>
    new Date(instants.reduce((found, value) => pick(found, value))).toISOString()
  const numPurged = source.rows.length - split.train.length - split.test.length
  return {
    uri,
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    rows: table.numRows,
    rows_train: split.train.length,
    rows_test: split.test.length,
    rows_dropped: numPurged === 0 ? source.dropped : { ...source.dropped, purged: numPurged },
    absent_columns: absentColumns,
    findings: source.findings,
    start: extreme(Math.min),
    end: extreme(Math.max),
    timezone: source.timezone,
    sha256: hashTable(table),
  }
}

function lastInstant(table: Table, rows: Uint32Array): number {
  const instants = instantsOf(table)
  return rows.reduce((last, row) => Math.max(last, instants[row]), Number.NEGATIVE_INFINITY)
}

function instantsOf(table: Table): Float64Array {
  const column = table.columns.get('timestamp')
  if (column?.kind !== 'instant') throw new FreeflowError('data', 'column timestamp: expected instants')
  return column.epochMs
}
