import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { DataSummary } from '../../engine/data-summary.ts'
import type { RunData } from '../../engine/engine.ts'
import { type JobHost, stopIfInterrupted } from '../../engine/host.ts'
import { purgeMinutes } from '../../engine/purge-minutes.ts'
import type { RunFacts } from '../../engine/run-facts.ts'
import { probeStore } from '../../store/probe-store.ts'
import { withDuckDb } from '../../table/duckdb.ts'
import type { Table } from '../../table/table.ts'
import type { Link } from '../../traffic/forecast/link.ts'
import { readGraph } from '../../traffic/forecast/read-graph.ts'
import type { SpeedSteps } from '../../traffic/forecast/speed-steps.ts'
import { testStartMs } from '../../traffic/test-start.ts'
import { describeVersion, type RunBase, summariseModels } from '../describe-models.ts'
import { withFeatureTable } from '../feature-table.ts'
import { numGoldenRows } from '../golden-rows.ts'
import { forecastPreset, type Preset } from '../presets.ts'
import { type ModelToPublish, publishRun } from '../publish-run.ts'
import { refusalOf } from '../refusal.ts'
import { withStudy } from '../study/with-study.ts'
import type { RunSummary } from '../summary.ts'
import type { Run, RunOutcome, TrainAllOptions } from '../train-all.ts'
import type { TrainedModel } from '../train-model.ts'
import { trainModels, trainTasks } from '../train-models.ts'
import { checkForecast } from './check-forecast.ts'
import { findGraph } from './find-graph.ts'
import { type ForecastSource, fitSource, openForecastSource } from './forecast-source.ts'
import type { HorizonScore } from './forecast-summary.ts'
import { type Horizon, horizonsOf } from './horizons.ts'
import { judgeHorizon } from './judge-horizon.ts'
import { writeForecastTable } from './write-forecast-table.ts'

/**
 * Trains the three learners for each horizon on what is known when a forecast is made, judges them on the last days
 * against what needs no model, and publishes them.
 *
 * Where the data are too short for that the run succeeds without a model and says why.
 *
 * @throws FreeflowError of each kind; nothing is published then.
 */
export async function trainForecast(run: Run, host: JobHost): Promise<RunOutcome> {
  const { options, startMs, runId } = run
  const horizons = horizonsOf(options)
  const graph = await findGraph(options)
  return withFeatureTable(options, runId, host, (path, tableHost) =>
    withDuckDb({ threads: options.threads }, async (connection) => {
      const features = (host.now() - startMs) / 1000
      const source = await openForecastSource(connection, { ...options, path })
      const links = graph === null ? [] : await readGraph(connection, graph)
      await probeStore(run.store, host.newId())
      const cutMs = cutOf(source, options)
      const reason = tooShort(source.steps, trainingUntil(cutMs, options, horizons))
      const trained: TrainedHorizon[] = []
      for (const horizon of reason === null ? horizons : [])
        trained.push(await trainHorizon({ connection, source, links, horizon, cutMs }, run, tableHost))
      return publishForecast({ trained, source, reason, features }, run, host)
    }),
  )
}

/** What the models of one horizon are made of. */
interface HorizonTask {
  readonly connection: DuckDBConnection
  readonly source: ForecastSource
  readonly links: readonly Link[]
  readonly horizon: Horizon
  /** Where the test begins, in ms since 1970. */
  readonly cutMs: number
}

/** The models of one horizon, as far as they outlive their rows. */
interface TrainedHorizon {
  readonly horizon: Horizon
  readonly preset: Preset
  readonly facts: RunFacts
  readonly golden: Table
  readonly trained: readonly TrainedModel[]
  readonly notDone: readonly string[]
  readonly score: HorizonScore
  readonly loadSeconds: number
}

async function trainHorizon(task: HorizonTask, run: Run, host: JobHost): Promise<TrainedHorizon> {
  stopIfInterrupted(host)
  const { connection, source, horizon, cutMs } = task
  const { options, engine, startMs } = run
  const beganMs = host.now()
  const preset = forecastPreset(horizon.minutes)
  host.report.info(`Forecast ${horizon.name}: deriving features`)
  const until = trainingUntil(cutMs, options, [horizon])
  await fitSource(connection, source, isBefore(source.steps, until), task.links)
  const path = join(resolve(options.work), run.runId, `forecast-${horizon.name}`)
  try {
    await writeForecastTable(connection, source, horizon.minutes, path)
    const loading = { ...options, data: path, split: 'temporal' as const, testStartMs: cutMs, folds: 0 }
    // the table's days are those that were asked for already
    const data = await engine.load(
      { ...loading, startDate: undefined, endDate: undefined },
      preset,
      quiet(host),
    )
    host.report.info(`Train set: ${data.summary.rows_train} records, test set: ${data.summary.rows_test}`)
    const loadSeconds = (host.now() - beganMs) / 1000
    const tasks = trainTasks(preset, options, `_${horizon.name}`)
    const done = await withStudy(
      { options: { ...options, ...loading }, data, engine, tasks, startMs },
      host,
      async (study) => {
        const result = await trainModels(tasks, { study, select: options.select }, data, host)
        return { result, isDone: result.notDone.length === 0 }
      },
    )
    const { threads } = options
    const score = await judgeHorizon({ path, data, trained: done.trained, testStartMs: cutMs, threads })
    const golden = await data.sampleRows(numGoldenRows)
    return { horizon, preset, facts: factsOf(data), golden, ...done, score, loadSeconds }
  } finally {
    await rm(path, { recursive: true, force: true })
  }
}

/** Keeps what is known of the rows and lets go of these. */
function factsOf(data: RunData): RunFacts {
  const {
    summary,
    columns,
    pipeline,
    layout,
    network,
    columnStatistics,
    purgeMinutes,
    trainedUntil,
    numFolds,
  } = data
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

/** What loads of tables that we made ourselves have to say was said of the data before. */
function quiet(host: JobHost): JobHost {
  return { ...host, report: { ...host.report, info: () => {}, warn: () => {} } }
}

function cutOf({ steps, timezone }: ForecastSource, { testRatio }: TrainAllOptions): number {
  const [startMs, endMs] = spanOf(steps)
  return testStartMs({ startMs, endMs, timezone, testRatio })
}

/** Gives the instant before which the training rows of all horizons lie. */
function trainingUntil(cutMs: number, options: TrainAllOptions, horizons: readonly Horizon[]): number {
  const gaps = horizons.map(({ minutes }) => {
    return purgeMinutes({ split: 'temporal', purge: options.purge }, forecastPreset(minutes)) ?? 0
  })
  return cutMs - Math.max(...gaps) * 60_000
}

function isBefore({ epochMs }: SpeedSteps, untilMs: number): Uint8Array {
  return Uint8Array.from(epochMs, (instant) => (instant < untilMs ? 1 : 0))
}

/** Says why nothing can be forecast and judged with these steps, `null` where it can. */
function tooShort({ epochMs, day }: SpeedSteps, untilMs: number): string | null {
  const days = new Set(day.filter((_, step) => epochMs[step] < untilMs))
  if (days.size >= 2) return null
  const needed = '2 local days to learn from, and a gap and a day to judge on after them'
  return `too few days for a forecast: ${needed} are needed, of these data ${days.size} can be learnt from`
}

function spanOf({ epochMs }: SpeedSteps): [startMs: number, endMs: number] {
  return [epochMs.reduce((a, b) => Math.min(a, b)), epochMs.reduce((a, b) => Math.max(a, b))]
}

/** All horizons of a run. */
interface ForecastRun {
  readonly trained: readonly TrainedHorizon[]
  readonly source: ForecastSource
  /** Why there are none. */
  readonly reason: string | null
  /** Seconds that the feature table took. */
  readonly features: number
}

async function publishForecast(forecast: ForecastRun, run: Run, host: JobHost): Promise<RunOutcome> {
  const { options, engine, runId, store, startMs } = run
  const { trained: horizons, reason } = forecast
  const models = horizons.flatMap(({ trained }) => trained)
  const audit = { leaks: [], verdict: 'clean' as const }
  const scores = Object.fromEntries(horizons.map(({ horizon, score }) => [horizon.name, score]))
  const base = {
    schema_version: 1 as const,
    run_id: runId,
    preset: 'forecast',
    engine: { name: engine.name, version: engine.version },
    data: dataOf(forecast, options),
    audit,
    forecast: { horizons: scores, ...(reason === null ? {} : { reason }) },
  }
  const refusal = refusalOf(options, models, audit.verdict)
  stopIfInterrupted(host)
  const publishing = host.now()
  const toPublish = horizons.flatMap((one) => publishable(one, base, options))
  const isPublished = refusal === null && toPublish.length > 0
  const published = isPublished
    ? await publishRun(store, { models: toPublish, sharesPreprocessing: false }, host)
    : null
  const publishSeconds = (host.now() - publishing) / 1000 / Math.max(1, models.length)
  const total = (host.now() - startMs) / 1000
  const load = horizons.reduce((sum, { loadSeconds }) => sum + loadSeconds, 0)
  const summary: RunSummary = {
    ...base,
    models: summariseModels(models, published, publishSeconds),
    not_done: horizons.flatMap(({ notDone }) => notDone),
    checks: checkForecast({ scores, published, numModels: models.length, totalSeconds: total }),
    seconds: { load, features: forecast.features, total },
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  }
  return { summary, refusal }
}

function publishable(one: TrainedHorizon, base: RunBase, options: TrainAllOptions): ModelToPublish[] {
  const { horizon, preset, facts, golden, trained, score } = one
  const own = {
    ...base,
    data: { ...facts.summary, uri: base.data.uri },
    forecast: { horizons: { [horizon.name]: score } },
  }
  return trained.map((model) => ({
    trained: model,
    prepared: facts,
    golden,
    metadata: {
      ...describeVersion(model, own, facts, { ...options, split: 'temporal' }, preset),
      horizon_minutes: horizon.minutes,
    },
  }))
}

/** Sums up the data that all horizons were made of; rows of the split are those of the first. */
function dataOf({ source, trained }: ForecastRun, { data }: TrainAllOptions): DataSummary {
  const { steps, files, timezone } = source
  const [startMs, endMs] = spanOf(steps)
  const [first] = trained
  return {
    uri: data ?? 'the generated network',
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    rows: steps.speed.length,
    rows_train: first?.facts.summary.rows_train ?? 0,
    rows_test: first?.facts.summary.rows_test ?? 0,
    rows_dropped: first?.facts.summary.rows_dropped ?? {},
    absent_columns: first?.facts.summary.absent_columns ?? [],
    findings: first?.facts.summary.findings ?? [],
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    timezone,
    sha256: steps.sha256,
  }
}
