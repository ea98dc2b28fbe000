import { FreeflowError } from '../errors.ts'
import { completeRows } from '../prepare/complete-rows.ts'
import { hashTable } from '../table/hash-table.ts'
import type { Table } from '../table/table.ts'
import { featureColumns } from '../traffic/columns.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { type LoadedFeatures, loadFeatures } from '../traffic/load-features.ts'
import { foldRows, type RowSplit, type SplitKind, splitRows } from '../traffic/split-rows.ts'
import type { JobHost } from './host.ts'
import { type PreparedSplit, prepareSplit } from './prepare-split.ts'
import type { Preset } from './presets.ts'
import type { DataSummary } from './summary.ts'

/** Which rows a run learns from. */
export interface DataOptions {
  /** A feature table: Parquet file or directory. */
  readonly data: string
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  /** IANA zone of the dates; without it the table's own, else UTC. */
  readonly timezone?: string | undefined
  /** By what rows are kept to judge the models, and by what they are folded. */
  readonly split: SplitKind
  /** Share of the rows that is kept to judge the models. */
  readonly testRatio: number
  /** Minutes between training and test rows of a temporal split; without it the longest window. */
  readonly purgeMinutes?: number | undefined
  /** Number of folds of the training rows; 0 for none. */
  readonly folds: number
  readonly seed: number
  readonly threads: number
}

/** Rows ready to learn from and to be judged on. */
export interface PreparedData extends PreparedSplit {
  readonly table: Table
  /** The training rows cut into folds; empty where none were asked for. */
  readonly folds: readonly RowSplit[]
  readonly purgeMinutes: number | null
  /** The columns used, without those that the source lacks. */
  readonly columns: Preset['features']
  readonly summary: DataSummary
  /** Milliseconds since 1970 of the last training row. */
  readonly trainedUntil: number
}

/** Minutes that the longest window of the nowcast looks back. */
const LONGEST_WINDOW_MINUTES = 60

/**
 * Loads a feature table, sets incomplete rows aside, splits the rest and fits the preparation on the
 * training rows.
 *
 * @throws FreeflowError `data` where the table cannot be used.
 */
export async function prepareData(
  options: DataOptions,
  preset: Preset,
  host: JobHost,
): Promise<PreparedData> {
  const { report } = host
  report.info(`Loading features from ${options.data}`)
  const { absentColumns, ...note } = await readFeaturesNote(options.data)
  const timezone = options.timezone ?? note.timezone ?? 'UTC'
  const columns = expectedColumns(preset)
  const loaded = await loadFeatures({ ...options, path: options.data, columns, absentColumns, timezone })
  const { table, hashes } = loaded
  report.info(`Loaded ${table.numRows} records (${loaded.files.length} of ${loaded.numFilesListed} files)`)
  if (loaded.absentColumns.length > 0)
    report.warn(`left out, the source has none: ${loaded.absentColumns.join(', ')}`)
  const features = presentFeatures(preset, table)
  const ledger = completeRows(table, [...features.numeric, ...features.categorical, preset.target])
  for (const [reason, count] of Object.entries(ledger.dropped))
    report.info(`Set aside ${count} records: ${reason}`)
  const purgeMinutes = options.split === 'temporal' ? (options.purgeMinutes ?? LONGEST_WINDOW_MINUTES) : null
  const { seed, split: kind } = options
  const splitOptions = { kind, seed, timezone, purgeMs: (purgeMinutes ?? 0) * 60_000 }
  const split = splitRows({ table, hashes, rows: ledger.rows }, options.testRatio, splitOptions)
  const folds =
    options.folds === 0 ? [] : foldRows({ table, hashes, rows: split.train }, options.folds, splitOptions)
  report.info('Fitting preprocessing pipeline...')
  const prepared = prepareSplit(table, split, features, preset.target)
  report.info(`Train set: ${split.train.length} records`)
  report.info(`Test set: ${split.test.length} records`)
  const numPurged = ledger.rows.length - split.train.length - split.test.length
  const dropped = numPurged === 0 ? ledger.dropped : { ...ledger.dropped, purged: numPurged }
  return {
    ...prepared,
    table,
    folds,
    purgeMinutes,
    columns: features,
    summary: summarise(options, loaded, split, dropped, timezone),
    trainedUntil: lastInstant(table, split.train),
  }
}

function expectedColumns(preset: Preset) {
  const isFeature = (name: string) =>
    [...preset.features.numeric, ...preset.features.categorical].includes(name)
  return featureColumns
    .filter(({ name, kind }) => kind === 'key' || kind === 'target' || isFeature(name))
    .map(({ name }) => ({ name, kinds: columnKinds(name, preset) }))
}

function columnKinds(name: string, preset: Preset): readonly ('number' | 'string' | 'instant')[] {
  if (name === 'timestamp') return ['instant']
  if (name === 'sensor_id') return ['string', 'number']
  return preset.features.categorical.includes(name) ? ['number', 'string'] : ['number']
}

function presentFeatures(preset: Preset, table: Table): Preset['features'] {
  const isPresent = (name: string) => table.columns.has(name)
  return {
    numeric: preset.features.numeric.filter(isPresent),
    categorical: preset.features.categorical.filter(isPresent),
  }
}

function summarise(
  options: DataOptions,
  loaded: LoadedFeatures,
  split: RowSplit,
  dropped: Readonly<Record<string, number>>,
  timezone: string,
): DataSummary {
  const { table, files, absentColumns } = loaded
  const instants = instantsOf(table)
  const extreme = (pick: (...values: number[]) => number) =>
    new Date(instants.reduce((found, value) => pick(found, value))).toISOString()
  return {
    uri: options.data,
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    rows: table.numRows,
    rows_train: split.train.length,
    rows_test: split.test.length,
    rows_dropped: dropped,
    absent_columns: absentColumns,
    start: extreme(Math.min),
    end: extreme(Math.max),
    timezone,
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
