import { cp, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { DataSummary } from '../../engine/data-summary.ts'
import { type JobHost, stopIfInterrupted } from '../../engine/host.ts'
import { probeStore } from '../../store/probe-store.ts'
import { describeVersion, type RunBase, summariseModels } from '../describe-models.ts'
import { withFeatureTable } from '../feature-table.ts'
import { type ModelToPublish, publishRun } from '../publish-run.ts'
import { refusalOf } from '../refusal.ts'
import type { Run, RunOutcome, TrainAllOptions } from '../run.ts'
import { withStudy } from '../study/with-study.ts'
import type { RunSummary } from '../summary.ts'
import { backtestForecast } from './backtest-forecast.ts'
import { checkForecast } from './check-forecast.ts'
import type { ForecastSource } from './forecast-source.ts'
import { forecastStudyConfig } from './forecast-study.ts'
import type { Backtest } from './forecast-summary.ts'
import { horizonsOf } from './horizons.ts'
import { neighboursLine } from './neighbours-line.ts'
import { spanOf, withOpenForecast } from './open-forecast.ts'
import { type ServedHorizon, type TrainedHorizons, trainHorizons } from './train-horizons.ts'

/**
 * Trains the three learners for each horizon on what is known when a forecast is made, judges them on the last days
 * against what needs no model, and publishes them.
 *
 * Where the data are too short for that the run succeeds without a model and says why.
 *
 * @throws FreeflowError of each kind; nothing is published then.
 */
export async function trainForecast(run: Run, host: JobHost): Promise<RunOutcome> {
  const { startMs, runId } = run
  const horizons = horizonsOf(run.options)
  if (run.options.split !== 'temporal')
    host.report.warn(
      `--split ${run.options.split} is not for a forecast: it is judged on the last days (temporal)`,
    )
  return withFeatureTable(run.options, runId, host, async (path, tableHost, graph) => {
    const options = { ...run.options, graph }
    const features = (host.now() - startMs) / 1000
    const numOrigins = options.backtest ?? 0
    const backtest =
      numOrigins === 0
        ? null
        : await backtestForecast(path, { numOrigins, horizons }, { ...run, options }, tableHost)
    return withOpenForecast(path, options, horizons, async (forecast) => {
      await probeStore(run.store, host.newId())
      const { source, reason } = forecast
      tableHost.report.info(neighboursLine(forecast))
      if (source.numUncounted > 0)
        host.report.info(
          `Set aside: ${source.numUncounted} readings of steps in which no vehicle was counted`,
        )
      const wanted = reason === null ? horizons : []
      const directory = join(resolve(options.work), `${runId}-forecast`)
      try {
        const config = await forecastStudyConfig(forecast, wanted, run)
        return await withStudy({ options, config, startMs }, tableHost, async (study) => {
          const done = await trainHorizons(
            forecast,
            wanted,
            directory,
            { ...run, study, isAudited: true },
            tableHost,
          )
          const result = await publishForecast({ ...done, source, reason, features, backtest }, run, host)
          return { result, isDone: done.notDone.length === 0 }
        })
      } finally {
        await rm(directory, { recursive: true, force: true })
      }
    })
  })
}

/** All horizons of a run. */
interface ForecastRun extends TrainedHorizons {
  readonly source: ForecastSource
  /** Why there are none. */
  readonly reason: string | null
  /** What `--backtest` found. */
  readonly backtest: Readonly<Record<string, Backtest>> | null
  /** Seconds that the feature table took. */
  readonly features: number
}

async function publishForecast(forecast: ForecastRun, run: Run, host: JobHost): Promise<RunOutcome> {
  const { options, engine, runId, store, startMs } = run
  const { trained: horizons, reason, backtest } = forecast
  const models = horizons.flatMap(({ trained }) => trained)
  const audit = auditOf(horizons)
  const scores = Object.fromEntries(horizons.map(({ horizon, score }) => [horizon.name, score]))
  const base = {
    schema_version: 1 as const,
    run_id: runId,
    preset: 'forecast',
    engine: { name: engine.name, version: engine.version },
    data: dataOf(forecast, options),
    audit,
    forecast: {
      horizons: scores,
      ...(reason === null ? {} : { reason }),
      ...(backtest === null ? {} : { backtest }),
    },
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
    not_done: forecast.notDone,
    checks: checkForecast({ scores, audit, published, numModels: models.length, totalSeconds: total }),
    seconds: { load, features: forecast.features, total },
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  }
  return { summary, refusal }
}

/** Sums up what was found of the horizons. */
function auditOf(horizons: readonly ServedHorizon[]): RunSummary['audit'] {
  const found = horizons.flatMap(({ horizon, audit }) =>
    audit === null ? [] : [[horizon.name, audit] as const],
  )
  const leaks = found.flatMap(([horizon, audit]) => audit.leaks.map((leak) => ({ ...leak, horizon })))
  const lookedAt = found.map(([horizon, { leaks: _, ...rest }]) => [horizon, rest] as const)
  return {
    leaks,
    verdict: leaks.length > 0 ? 'leaking' : 'clean',
    horizons: Object.fromEntries(lookedAt),
  }
}

function publishable(one: ServedHorizon, base: RunBase, options: TrainAllOptions): ModelToPublish[] {
  const { horizon, preset, facts, golden, trained, score, features } = one
  const own = {
    ...base,
    data: { ...facts.summary, uri: base.data.uri },
    audit: auditOf([one]),
    forecast: { horizons: { [horizon.name]: score } },
  }
  return trained.map((model) => ({
    trained: model,
    prepared: facts,
    golden,
    writeMore: (directory: string) => cp(features, join(directory, 'features'), { recursive: true }),
    metadata: {
      ...describeVersion(model, own, facts, { ...options, split: 'temporal' }, preset),
      horizon_minutes: horizon.minutes,
    },
  }))
}

/** Sums up the data that all horizons were made of; rows of the split are those of the first. */
function dataOf({ source, trained }: ForecastRun, { data }: TrainAllOptions): DataSummary {
  const { steps, files, timezone, numUncounted } = source
  const [startMs, endMs] = spanOf(steps)
  const [first] = trained
  return {
    uri: data ?? 'the generated network',
    files: files.length,
    bytes: files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0),
    rows: steps.speed.length + numUncounted,
    rows_train: first?.facts.summary.rows_train ?? 0,
    rows_test: first?.facts.summary.rows_test ?? 0,
    rows_dropped: {
      ...(numUncounted > 0 ? { no_vehicle_counted: numUncounted } : {}),
      ...(first === undefined ? {} : { 'null target': steps.speed.length - first.facts.summary.rows }),
      ...first?.facts.summary.rows_dropped,
    },
    absent_columns: first?.facts.summary.absent_columns ?? [],
    findings: first?.facts.summary.findings ?? [],
    start: new Date(startMs).toISOString(),
    end: new Date(endMs).toISOString(),
    timezone,
    sha256: steps.sha256,
  }
}
