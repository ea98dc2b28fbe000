import { z } from 'zod'
import type { JobHost } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import { type RegressionMetrics, regressionMetrics } from '../metrics/regression.ts'
import { type SliceMetrics, sliceMetrics } from '../metrics/slice-metrics.ts'
import { readDocument } from '../store/document.ts'
import type { StoredVersion } from '../store/store.ts'
import type { ExpectedColumn } from '../traffic/check-columns.ts'
import { findLeaks, type Leak } from '../traffic/leaks.ts'
import {
  type MoreColumns,
  type PredictStoredOptions,
  predictStored,
  type StoredPredictions,
} from './predict-stored.ts'
import { slicedColumns, sliceRows } from './slice-rows.ts'
import { type StoredForecast, storedForecastSchema } from './stored-forecast.ts'
import { worstSlices } from './worst-slices.ts'

/** How a stored model does on data: the document that `--json` prints and `--out` keeps. */
export interface Evaluation {
  readonly schema_version: 1
  readonly model: string
  readonly version: string
  /** Directory of the version. */
  readonly path: string
  readonly data: {
    readonly uri: string
    readonly rows: number
    readonly rows_evaluated: number
    /** Rows set aside, by reason. */
    readonly rows_dropped: Readonly<Record<string, number>>
    /** First and last instant that was evaluated, ISO 8601 in UTC. */
    readonly start: string
    readonly end: string
    readonly timezone: string
  }
  readonly metrics: RegressionMetrics & { readonly n: number }
  /** What the version says of itself, on the test rows of its training; `null` if it does not. */
  readonly stored_metrics: RegressionMetrics | null
  readonly num_sensors: number
  /** By property; of the sensors only the ten of the largest rmse, that first. */
  readonly slices: Readonly<Record<string, readonly SliceMetrics[]>>
  /** Properties that the data do not have. */
  readonly absent_slices: readonly string[]
  /** What the version says of how well its data can be forecast; `null` if it does not. */
  readonly stored_forecast: StoredForecast | null
  readonly audit: { readonly leaks: readonly Leak[]; readonly verdict: 'leaking' | 'clean' }
}

const LABEL = 'speed'

const moreColumns: MoreColumns = {
  required: [{ name: LABEL, kinds: ['number'] }],
  optional: slicedColumns.map((name): ExpectedColumn => ({ name, kinds: ['number', 'string'] })),
}

const metadataSchema = z.object({
  preset: z.string().default('nowcast'),
  metrics: z.object({ r2: z.number(), rmse: z.number(), mae: z.number() }).nullable().catch(null),
  forecast: storedForecastSchema.nullable().catch(null),
})

/**
 * Measures a stored model on a feature table or on readings: over all rows, and slice by slice.
 *
 * Rows without a label or with a null feature are set aside and counted.
 *
 * @throws FreeflowError `data` where the version or the data cannot be used, or no row is complete; `usage`
 *   for a model that predicts something else than the present speed.
 */
export async function evaluateModel(options: PredictStoredOptions, host: JobHost): Promise<Evaluation> {
  const stored = await predictStored(options, moreColumns, host)
  const { version, table, ledger, predictions, timezone } = stored
  const { metrics: storedMetrics, forecast } = await readMetadata(version)
  const column = table.columns.get(LABEL)
  if (column?.kind !== 'number' || ledger.rows.length === 0) throw noCompleteRow(options.data, stored)
  const labels = Float64Array.from(ledger.rows, (row) => column.values[row])
  const slicings = sliceRows(table, ledger.rows, labels, timezone)
  const slices = [...slicings].map(([name, slicing]) => {
    const metrics = sliceMetrics(labels, predictions, slicing)
    return [name, name === 'sensor' ? worstSlices(metrics) : metrics] as const
  })
  const leaks = findLeaks(table, ledger.rows)
  return {
    schema_version: 1,
    model: version.model,
    version: version.version,
    path: version.directory,
    data: summarise(options.data, stored),
    metrics: { ...regressionMetrics(labels, predictions), n: labels.length },
    stored_metrics: storedMetrics,
    stored_forecast: forecast,
    num_sensors: slicings.get('sensor')?.names.length ?? 0,
    slices: Object.fromEntries(slices),
    absent_slices: slicedColumns.filter((name) => !slicings.has(name)),
    audit: { leaks, verdict: leaks.length > 0 ? 'leaking' : 'clean' },
  }
}

async function readMetadata(version: StoredVersion): Promise<z.infer<typeof metadataSchema>> {
  const metadata = metadataSchema.parse(Object(await readDocument(version, 'metadata.json')))
  if (metadata.preset === 'nowcast') return metadata
  const what = `${version.directory} is of preset ${metadata.preset}`
  throw new FreeflowError('usage', `${what}: evaluate measures models of the present speed (nowcast)`)
}

function summarise(uri: string, { table, timezone, ledger }: StoredPredictions): Evaluation['data'] {
  const column = table.columns.get('timestamp')
  const epochMs = column?.kind === 'instant' ? column.epochMs : new Float64Array(table.numRows)
  const extreme = (pick: (...values: number[]) => number) =>
    new Date(ledger.rows.reduce((found, row) => pick(found, epochMs[row]), epochMs[ledger.rows[0]]))
  return {
    uri,
    rows: table.numRows,
    rows_evaluated: ledger.rows.length,
    rows_dropped: ledger.dropped,
    start: extreme(Math.min).toISOString(),
    end: extreme(Math.max).toISOString(),
    timezone,
  }
}

function noCompleteRow(place: string, { table, ledger }: StoredPredictions): FreeflowError {
  const reasons = Object.entries(ledger.dropped).map(([reason, count]) => `${reason} ${count}`)
  return new FreeflowError(
    'data',
    `${place}: none of ${table.numRows} rows is complete: ${reasons.join(', ')}`,
  )
}
