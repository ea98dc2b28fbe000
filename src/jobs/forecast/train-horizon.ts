import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { RunData } from '../../engine/engine.ts'
import { type JobHost, stopIfInterrupted } from '../../engine/host.ts'
import type { RunFacts } from '../../engine/run-facts.ts'
import type { Study } from '../../engine/study.ts'
import type { Table } from '../../table/table.ts'
import { numGoldenRows } from '../golden-rows.ts'
import { numFoldsOf } from '../num-folds.ts'
import { forecastPreset, type Preset } from '../presets.ts'
import type { Run } from '../run.ts'
import { partOfStudy } from '../study/part-of-study.ts'
import { type Trained, trainModels, trainTasks } from '../train-models.ts'
import { auditHorizon, type HorizonAudit } from './audit-horizon.ts'
import { fitSource } from './fit-source.ts'
import type { HorizonScore } from './forecast-summary.ts'
import type { Horizon } from './horizons.ts'
import { judgeHorizon } from './judge-horizon.ts'
import { type OpenForecast, trainingUntil } from './open-forecast.ts'
import { writeForecastTable } from './write-forecast-table.ts'

/** The models of one horizon, as far as they outlive their rows. */
export interface TrainedHorizon extends Trained {
  readonly horizon: Horizon
  readonly preset: Preset
  readonly facts: RunFacts
  /** Test rows to be kept with the models. */
  readonly golden: Table
  readonly score: HorizonScore
  /** `null` where none was asked for. */
  readonly audit: HorizonAudit | null
  readonly loadSeconds: number
}

/** A run with what its searches remember, of all horizons. */
export interface StudiedRun extends Run {
  readonly study: Study
  /** Whether the tables of the horizons are audited. */
  readonly isAudited: boolean
}

/**
 * Trains the models of one horizon on a table of its own, which is removed after, and judges them; what was
 * fitted for it stays in the connection.
 *
 * @throws FreeflowError as the engine and `trainModels` do.
 */
export async function trainHorizon(
  forecast: OpenForecast,
  horizon: Horizon,
  run: StudiedRun,
  host: JobHost,
): Promise<TrainedHorizon> {
  stopIfInterrupted(host)
  const { connection, source, cutMs } = forecast
  const beganMs = host.now()
  const preset = forecastPreset(horizon.minutes)
  host.report.info(`Forecast ${horizon.name}: deriving features`)
  const isTraining = stepsBefore(source.steps.epochMs, trainingUntil(cutMs, run.options, [horizon]))
  await fitSource(connection, source, isTraining, forecast.links)
  const path = join(resolve(run.options.work), `${run.runId}-${horizon.name}`)
  try {
    await writeForecastTable(connection, source, horizon.minutes, path)
    const { data, done } = await trainOn(path, { preset, horizon, cutMs, beganMs }, run, host)
    const { threads, seed } = run.options
    const { trained } = done
    const score = await judgeHorizon({ path, data, trained, testStartMs: cutMs, threads, seed })
    const audit = run.isAudited ? await auditTrained(forecast, { path, horizon, data }, run, host) : null
    const golden = await data.sampleRows(numGoldenRows)
    const { loadSeconds } = done
    return { horizon, preset, facts: factsOf(data), golden, ...done, score, audit, loadSeconds }
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

function auditTrained(
  { connection, source, cutMs }: OpenForecast,
  { path, horizon, data }: { readonly path: string; readonly horizon: Horizon; readonly data: RunData },
  { options }: Run,
  host: JobHost,
): Promise<HorizonAudit> {
  const { columns, purgeMinutes } = data
  stopIfInterrupted(host)
  return auditHorizon(connection, {
    path,
    features: [...columns.numeric, ...columns.categorical],
    horizonMinutes: horizon.minutes,
    timezone: source.timezone,
    trainUntilMs: cutMs - (purgeMinutes ?? 0) * 60_000,
    testStartMs: cutMs,
    seed: options.seed,
  })
}

interface TableTask {
  readonly preset: Preset
  readonly horizon: Horizon
  readonly cutMs: number
  readonly beganMs: number
}

async function trainOn(
  path: string,
  { preset, horizon, cutMs, beganMs }: TableTask,
  { options, engine, study }: StudiedRun,
  host: JobHost,
): Promise<{ data: RunData; done: Trained & { readonly loadSeconds: number } }> {
  const tasks = trainTasks(preset, options, `_${horizon.name}`)
  const folds = numFoldsOf(preset, options, tasks)
  const temporal = { ...options, split: 'temporal' as const, testStartMs: cutMs, folds }
  // the table's days are those that were asked for already
  const loading = { ...temporal, data: path, startDate: undefined, endDate: undefined }
  const data = await engine.load(loading, preset, quiet(host))
  const { rows_train, rows_test, rows_dropped } = data.summary
  host.report.info(`Train set: ${rows_train} records`)
  host.report.info(`Test set: ${rows_test} records`)
  const reasons = Object.entries(rows_dropped).map(([reason, count]) => `${count} ${reason}`)
  if (reasons.length > 0)
    host.report.info(`Set aside, a row perhaps for several reasons: ${reasons.join(', ')}`)
  const loadSeconds = (host.now() - beganMs) / 1000
  const searching = { study: partOfStudy(study, horizon.name), select: options.select }
  const done = await trainModels(tasks, searching, data, host)
  return { data, done: { ...done, loadSeconds } }
}

/** Keeps what is known of the rows and lets go of these. */
function factsOf(data: RunData): RunFacts {
  const { summary, columns, pipeline, layout, network, columnStatistics, purgeMinutes, trainedUntil } = data
  const { numFolds } = data
  return {
    summary,
    columns,
    pipeline,
    layout,
    network,
    columnStatistics,
    purgeMinutes,
    trainedUntil,
    numFolds,
  }
}

/** What there is to say of a table that we made ourselves was said of the data before. */
function quiet(host: JobHost): JobHost {
  return { ...host, report: { ...host.report, info: () => {}, warn: () => {} } }
}

function stepsBefore(epochMs: Float64Array, untilMs: number): Uint8Array {
  return Uint8Array.from(epochMs, (instant) => (instant < untilMs ? 1 : 0))
}
