import type { JobHost } from '../engine/host.ts'
import { reportFindings } from '../engine/report-findings.ts'
import { FreeflowError } from '../errors.ts'
import { predictRows } from '../model/predict-rows.ts'
import type { IntervalRule } from '../predict/interval-rule.ts'
import { readVersion } from '../predict/read-version.ts'
import { completeRows, type RowLedger } from '../prepare/complete-rows.ts'
import { encodeRows } from '../prepare/encode-rows.ts'
import type { FeatureLayout } from '../prepare/feature-layout.ts'
import { knownRows } from '../prepare/known-rows.ts'
import { neededColumns } from '../prepare/needed-columns.ts'
import { resolveVersion } from '../store/resolve-version.ts'
import { openStore, type StoredVersion } from '../store/store.ts'
import type { Table } from '../table/table.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { checkRowsToPredict } from '../traffic/check-rows.ts'
import { checkZone } from '../traffic/check-zone.ts'
import type { DataFinding } from '../traffic/data-finding.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { type LoadedFeatures, loadFeatures } from '../traffic/load-features.ts'
import { type FeatureTableOptions, withFeatureTable } from './feature-table.ts'
import { isFeatureTable } from './is-feature-table.ts'
import { readTrainedOn, type TrainedOn } from './read-trained-on.ts'
import { unseenCategories } from './unseen-categories.ts'
import { type DataPlaces, withLocalData } from './with-local-data.ts'

/** Which rows to predict with which stored model. */
export interface PredictStoredOptions extends DataPlaces {
  /** Name of a model, NAME/VERSION, or a version directory. */
  readonly reference: string
  readonly models: string
  readonly allowUnverified?: boolean | undefined
  /** A feature table or readings. */
  readonly data: string
  readonly seed: number
  readonly threads: number
}

/** Columns to load beside the model's own and the keys. */
export interface MoreColumns {
  /** Must be there; a row with a null in one of them is set aside. */
  readonly required: readonly ExpectedColumn[]
  /** Are left out where they are not there; nulls do not matter. */
  readonly optional: readonly ExpectedColumn[]
}

/** Rows and what a stored model predicts for them. */
export interface StoredPredictions {
  readonly version: StoredVersion
  /** sensor_id, timestamp, the model's columns and more; rows by sensor, then time. */
  readonly table: Table
  /** IANA zone of the dates. */
  readonly timezone: string
  /** What the data contract found: warnings only. */
  readonly findings: readonly DataFinding[]
  /** The rows without a null, and the others by reason. */
  readonly ledger: RowLedger
  /** Of the rows of the ledger, in their order. */
  readonly predictions: Float64Array
  /** How sure the version is; `null` where it does not say. */
  readonly intervals: IntervalRule | null
}

/**
 * Predicts the rows of a feature table, or of readings, with a stored model.
 *
 * Features of readings are measured against the network that the version learnt with, on its clock where no
 * zone is named.
 *
 * @throws FreeflowError `data` where the version or the data cannot be used, `interrupted` before predicting.
 */
export async function predictStored(
  options: PredictStoredOptions,
  more: MoreColumns,
  host: JobHost,
): Promise<StoredPredictions> {
  const { report } = host
  const { allowUnverified = false } = options
  const store = await openStore(options.models, host.hdfs)
  const version = await resolveVersion(store, options.reference, {
    allowUnverified,
    warn: report.warn,
    hdfs: host.hdfs,
  })
  const { model, layout, intervals } = await readVersion(version, { allowUnverified })
  report.info(`Model ${version.model}, version ${version.version}`)
  const trainedOn = await readTrainedOn(version)
  const runId = host.newId()
  const predict = async (path: string, { report }: JobHost) => {
    report.info(`Loading features from ${path}`)
    const { loaded, declared } = await loadRows(options, path, layout, more)
    const { table, timestampType } = loaded
    if (host.signal.aborted) throw new FreeflowError('interrupted', 'interrupted before predicting')
    const ledger = predictableRows(layout, table, more)
    const matrix = encodeRows(layout, table, ledger.rows)
    const findings = [
      ...checkRowsToPredict(loaded),
      ...unseenCategories(layout, matrix, table, ledger.rows),
      ...checkZone({ timestampType, declared, numRows: table.numRows }),
    ]
    reportFindings(path, findings, report)
    const predictions = predictRows(model, matrix)
    const timezone = declared ?? 'UTC'
    if (trainedOn.timezone !== null && trainedOn.timezone !== timezone)
      report.warn(
        `trained on the clock of ${trainedOn.timezone}, used on that of ${timezone}: see --timezone`,
      )
    return { version, table, timezone, findings, ledger, predictions, intervals }
  }
  return withLocalData(options, runId, host, async (local, localHost) =>
    withFeatureTable(await sourceOf(local, version, trainedOn), runId, localHost, predict),
  )
}

/** Gives readings the clock and the network that the version learnt with; a feature table has its own. */
async function sourceOf(
  options: PredictStoredOptions,
  version: StoredVersion,
  { timezone, network }: TrainedOn,
): Promise<FeatureTableOptions> {
  const source = { ...options, sensors: 0, days: 0, testRatio: 0.2 }
  if (await isFeatureTable(options.data)) return source
  if (network !== null) return { ...source, network, timezone: options.timezone ?? timezone ?? undefined }
  const what = `${version.directory} does not say which network its features were measured against`
  throw new FreeflowError('data', `${what}, so it cannot predict readings`, {
    hint: 'make the features with `freeflow features` first, of the same sensors as in training',
  })
}

/** Sets aside rows with a null that is not imputed, and those with a category that the layout skips. */
function predictableRows(layout: FeatureLayout, table: Table, { required }: MoreColumns): RowLedger {
  const names = [...required.map(({ name }) => name), ...neededColumns(layout)]
  const { rows: complete, dropped } = completeRows(table, names)
  const rows = knownRows(layout, table, complete)
  const numSkipped = complete.length - rows.length
  return { rows, dropped: numSkipped === 0 ? dropped : { ...dropped, 'unseen category': numSkipped } }
}

async function loadRows(
  options: PredictStoredOptions,
  path: string,
  layout: FeatureLayout,
  { required, optional }: MoreColumns,
): Promise<{ loaded: LoadedFeatures; declared: string | null }> {
  const note = await readFeaturesNote(path)
  const declared = options.timezone ?? note.timezone
  const needed = [...keyColumns, ...required, ...layout.sources.map(expectedColumn)]
  const isNeeded = new Set(needed.map(({ name }) => name))
  const others = optional.filter(({ name }) => !isNeeded.has(name))
  const loaded = await loadFeatures({
    path,
    columns: [...needed, ...others],
    absentColumns: others.map(({ name }) => name),
    timezone: declared ?? 'UTC',
    startDate: options.startDate,
    endDate: options.endDate,
    seed: options.seed,
    threads: options.threads,
  })
  return { loaded, declared }
}

const keyColumns: readonly ExpectedColumn[] = [
  { name: 'sensor_id', kinds: ['string', 'number'] },
  { name: 'timestamp', kinds: ['instant'] },
]

function expectedColumn(source: FeatureLayout['sources'][number]): ExpectedColumn {
  const isString = source.kind === 'one-hot' && source.labels !== null
  return { name: source.column, kinds: [isString ? 'string' : 'number'] }
}
