import { FreeflowError } from '../errors.ts'
import { predictRows } from '../model/predict-rows.ts'
import { readVersion } from '../predict/read-version.ts'
import { completeRows } from '../prepare/complete-rows.ts'
import { encodeRows } from '../prepare/encode-rows.ts'
import type { FeatureLayout } from '../prepare/feature-layout.ts'
import { knownRows } from '../prepare/known-rows.ts'
import { queryNodes } from '../sparkml/query-nodes.ts'
import { resolveVersion } from '../store/resolve-version.ts'
import { openStore } from '../store/store.ts'
import type { Column, Table } from '../table/table.ts'
import { type TableFormat, tableFormat, writeTable } from '../table/write-table.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { loadFeatures } from '../traffic/load-features.ts'
import { withFeatureTable } from './feature-table.ts'
import type { JobHost } from './host.ts'

/** Which rows to predict with which model, and where to write. */
export interface PredictFileOptions {
  /** Name of a model, NAME/VERSION, or a version directory. */
  readonly reference: string
  readonly models: string
  readonly allowUnverified?: boolean | undefined
  readonly data: string
  readonly sensorsTable?: string | undefined
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  readonly timezone?: string | undefined
  /** File to write, `.parquet` or `.csv`; replaced if it is there. */
  readonly out: string
  readonly seed: number
  readonly threads: number
  readonly work: string
}

/** What was predicted. */
export interface PredictSummary {
  readonly model: string
  readonly version: string
  readonly out: string
  readonly rows: number
  /** Rows without a prediction, as a feature of theirs is null or a category that is skipped. */
  readonly rows_without_prediction: number
}

/**
 * Predicts every row of a feature table, or of readings, and writes sensor_id, timestamp and prediction.
 *
 * A row with a null feature, or with an unseen category where preparation skips those, gets a null prediction.
 *
 * @throws FreeflowError `data` where the version or the data cannot be used, `usage` for an unknown ending of
 *   the file to write, `storage` where it cannot be written.
 */
export async function predictFile(options: PredictFileOptions, host: JobHost): Promise<PredictSummary> {
  const { report } = host
  const format = tableFormat(options.out)
  const { allowUnverified = false } = options
  const store = await openStore(options.models)
  const version = await resolveVersion(store, options.reference, { allowUnverified, warn: report.warn })
  const { model, layout } = await readVersion(version, queryNodes)
  report.info(`Model ${version.model}, version ${version.version}`)
  return withFeatureTable({ ...options, sensors: 0, days: 0 }, host.newId(), host, async (path) => {
    report.info(`Loading features from ${path}`)
    const table = await loadRows(options, path, layout)
    const needed = layout.sources.filter((source) => source.kind === 'one-hot' || source.surrogate === null)
    const names = needed.map(({ column }) => column)
    const rows = knownRows(layout, table, completeRows(table, names).rows)
    const predictions = new Float64Array(table.numRows).fill(Number.NaN)
    predictRows(model, encodeRows(layout, table, rows)).forEach((predicted, at) => {
      predictions[rows[at]] = predicted
    })
    await writePredictions(table, predictions, options.out, format)
    const numMissing = table.numRows - rows.length
    if (numMissing > 0)
      report.warn(`${numMissing} rows have a null feature, or a category that is skipped, and no prediction`)
    report.info(`Wrote ${table.numRows} predictions to ${options.out}`)
    const { model: name, version: versionName } = version
    return {
      model: name,
      version: versionName,
      out: options.out,
      rows: table.numRows,
      rows_without_prediction: numMissing,
    }
  })
}

async function loadRows(options: PredictFileOptions, path: string, layout: FeatureLayout): Promise<Table> {
  const { timezone } = await readFeaturesNote(path)
  const { table } = await loadFeatures({
    path,
    columns: [...keyColumns, ...layout.sources.map(expectedColumn)],
    absentColumns: [],
    timezone: options.timezone ?? timezone ?? 'UTC',
    startDate: options.startDate,
    endDate: options.endDate,
    splitSeed: options.seed,
    threads: options.threads,
  })
  return table
}

const keyColumns: readonly ExpectedColumn[] = [
  { name: 'sensor_id', kinds: ['string', 'number'] },
  { name: 'timestamp', kinds: ['instant'] },
]

function expectedColumn(source: FeatureLayout['sources'][number]): ExpectedColumn {
  const isString = source.kind === 'one-hot' && source.labels !== null
  return { name: source.column, kinds: [isString ? 'string' : 'number'] }
}

async function writePredictions(
  table: Table,
  predictions: Float64Array,
  out: string,
  format: TableFormat,
): Promise<void> {
  const columns = new Map<string, Column>([['prediction', { kind: 'number', values: predictions }]])
  const keys = ['sensor_id', 'timestamp'].flatMap((name): [string, Column][] => {
    const column = table.columns.get(name)
    return column === undefined ? [] : [[name, column]]
  })
  const written = { numRows: table.numRows, columns: new Map([...keys, ...columns]) }
  await writeTable(written, out, format).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new FreeflowError('storage', `${out}: cannot be written: ${reason}`, { cause })
  })
}
