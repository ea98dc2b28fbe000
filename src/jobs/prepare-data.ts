import { FreeflowError } from '../errors.ts'
import type { TrainingSet } from '../learn/training-set.ts'
import { completeRows } from '../prepare/complete-rows.ts'
import { encodeRows } from '../prepare/encode-rows.ts'
import { type FeatureLayout, featureLayout } from '../prepare/feature-layout.ts'
import { fitPipeline } from '../prepare/fit-pipeline.ts'
import type { PipelineModel } from '../prepare/pipeline-model.ts'
import { hashTable } from '../table/hash-table.ts'
import { type RowSplit, splitByHash } from '../table/split-rows.ts'
import type { Table } from '../table/table.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { featureColumns } from '../traffic/columns.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { type LoadedFeatures, loadFeatures } from '../traffic/load-features.ts'
import type { JobHost } from './host.ts'
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
  /** Share of the rows that is kept to judge the models. */
  readonly testRatio: number
  readonly seed: number
  readonly threads: number
}

/** Rows ready to learn from and to be judged on, and the preparation fitted on the former. */
export interface PreparedData {
  readonly table: Table
  readonly split: RowSplit
  readonly pipeline: PipelineModel
  readonly layout: FeatureLayout
  readonly train: TrainingSet
  readonly test: TrainingSet
  /** The columns used, without those that the source lacks. */
  readonly columns: Preset['features']
  readonly summary: DataSummary
  /** Milliseconds since 1970 of the last training row. */
  readonly trainedUntil: number
}

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
  const note = await readFeaturesNote(options.data)
  const timezone = options.timezone ?? note.timezone ?? 'UTC'
  const { absentColumns } = note
  const loaded = await loadFeatures({
    ...options,
    path: options.data,
    columns: expectedColumns(preset),
    absentColumns,
    timezone,
    splitSeed: options.seed,
  })
  const { table } = loaded
  const files = `${loaded.files.length} of ${loaded.numFilesListed} files`
  report.info(`Loaded ${table.numRows} records (${files})`)
  if (loaded.absentColumns.length > 0)
    report.warn(`left out, the source has none: ${loaded.absentColumns.join(', ')}`)
  const columns = presentFeatures(preset, table)
  const ledger = completeRows(table, [...columns.numeric, ...columns.categorical, preset.target])
  for (const [reason, count] of Object.entries(ledger.dropped))
    report.info(`Set aside ${count} records: ${reason}`)
  const split = splitByHash(loaded.splitHash, ledger.rows, options.testRatio)
  checkSplit(options.data, split)
  report.info('Fitting preprocessing pipeline...')
  const pipeline = fitPipeline(table, split.train, columns)
  const layout = featureLayout(pipeline)
  report.info(`Train set: ${split.train.length} records`)
  report.info(`Test set: ${split.test.length} records`)
  return {
    table,
    split,
    pipeline,
    layout,
    train: trainingSet(table, split.train, layout, preset.target),
    test: trainingSet(table, split.test, layout, preset.target),
    columns,
    summary: summarise(options, loaded, split, ledger.dropped, timezone),
    trainedUntil: lastInstant(table, split.train),
  }
}

/** Gives the columns of a feature table that a preset needs, and what each may hold. */
export function expectedColumns(preset: Preset): ExpectedColumn[] {
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

function checkSplit(place: string, { train, test }: RowSplit): void {
  if (train.length >= 2 && test.length >= 1) return
  const counts = `${train.length} complete rows to train and ${test.length} to test`
  throw new FreeflowError('data', `${place}: at least 2 and 1 are needed, there are ${counts}`)
}

function trainingSet(table: Table, rowIds: Uint32Array, layout: FeatureLayout, target: string): TrainingSet {
  const column = table.columns.get(target)
  if (column?.kind !== 'number') throw new FreeflowError('data', `column ${target}: expected numbers`)
  const labels = Float64Array.from(rowIds, (row) => column.values[row])
  return { matrix: encodeRows(layout, table, rowIds), labels, rowIds }
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
