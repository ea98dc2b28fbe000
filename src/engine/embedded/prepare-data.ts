import { FreeflowError } from '../../errors.ts'
import { columnStatistics } from '../../prepare/column-statistics.ts'
import { completeRows } from '../../prepare/complete-rows.ts'
import type { NullPolicy } from '../../prepare/fit-pipeline.ts'
import { hashTable } from '../../table/hash-table.ts'
import type { Table } from '../../table/table.ts'
import { foldRows, type RowSplit, splitRows } from '../../traffic/split-rows.ts'
import type { DataOptions } from '../data-options.ts'
import type { DataSummary } from '../data-summary.ts'
import type { LearningTask } from '../engine.ts'
import { type JobHost, stopIfInterrupted } from '../host.ts'
import { purgeMinutes } from '../purge-minutes.ts'
import type { RunFacts } from '../run-facts.ts'
import { type LoadedRows, loadRows } from './load-rows.ts'
import { type PreparedSplit, prepareSplit } from './prepare-split.ts'

/** Rows ready to learn from and to be judged on. */
export interface PreparedData extends PreparedSplit, Omit<RunFacts, 'numFolds'> {
  readonly table: Table
  /** The training rows cut into folds; empty where none were asked for. */
  readonly folds: readonly RowSplit[]
  readonly nulls: NullPolicy
  /** The rows of the split that have no null at all. */
  readonly complete: RowSplit
}

/**
 * Loads and checks a feature table, splits its complete rows and fits the preparation on the training rows.
 *
 * @throws FreeflowError `data` where the table cannot be used, with all that is wrong in its rows.
 */
export async function prepareData(
  options: DataOptions,
  task: LearningTask,
  host: JobHost,
): Promise<PreparedData> {
  const { report } = host
  const source = await loadRows(options, task, report)
  stopIfInterrupted(host)
  const { loaded, rows, columns, timezone } = source
  const { table, hashes } = loaded
  const purge = purgeMinutes(options)
  const { seed, split: kind } = options
  const splitOptions = { kind, seed, timezone, purgeMs: (purge ?? 0) * 60_000 }
  const split = splitRows({ table, hashes, rows }, options.testRatio, splitOptions)
  const folds =
    options.folds === 0 ? [] : foldRows({ table, hashes, rows: split.train }, options.folds, splitOptions)
  report.info('Fitting preprocessing pipeline...')
  const prepared = prepareSplit(table, split, { columns, target: task.target, nulls: options.nulls })
  report.info(`Train set: ${split.train.length} records`)
  report.info(`Test set: ${split.test.length} records`)
  const names = [...columns.numeric, ...columns.categorical, task.target]
  const isComplete = new Uint8Array(table.numRows)
  for (const row of completeRows(table, names).rows) isComplete[row] = 1
  const completeOf = (side: Uint32Array) => side.filter((row) => isComplete[row] === 1)
  return {
    ...prepared,
    table,
    folds,
    nulls: options.nulls,
    complete: { train: completeOf(split.train), test: completeOf(split.test) },
    purgeMinutes: purge,
    columns,
    network: source.network,
    columnStatistics: columnStatistics(table, names, split.train),
    summary: summarise(options.data, source, split),
    trainedUntil: lastInstant(table, split.train),
  }
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
