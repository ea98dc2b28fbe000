import { embeddedEngine } from '../engine/embedded/embedded-engine.ts'
import type { RunData } from '../engine/engine.ts'
import { type JobHost, stopIfInterrupted } from '../engine/host.ts'
import { withEngine } from '../engine/with-engine.ts'
import { formatBytes } from '../format-bytes.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { probeStore } from '../store/probe-store.ts'
import { openStore } from '../store/store.ts'
import { checkRun } from './checks.ts'
import { describeVersion, summariseModels } from './describe-models.ts'
import { withFeatureTable } from './feature-table.ts'
import type { ForecastSummary } from './forecast/forecast-summary.ts'
import { scoreForecast } from './forecast/score-forecast.ts'
import { trainForecast } from './forecast/train-forecast.ts'
import { numGoldenRows } from './golden-rows.ts'
import { nowcast } from './presets.ts'
import { publishRun } from './publish-run.ts'
import { refusalOf } from './refusal.ts'
import type { Run, RunOutcome, TrainAllOptions } from './run.ts'
import { studyConfig } from './study/study-config.ts'
import { withStudy } from './study/with-study.ts'
import type { RunSummary } from './summary.ts'
import { type Trained, trainModels, trainTasks } from './train-models.ts'
import { withEngineTable } from './with-engine-table.ts'

/**
 * The main job: data to linear regression, random forest and boosting, judged, published and summed up.
 *
 * @throws FreeflowError of each kind; nothing is published then.
 */
export async function trainAll(options: TrainAllOptions, host: JobHost): Promise<RunOutcome> {
  const startMs = host.now()
  const runId = host.newId()
  const store = await openStore(options.models, host.hdfs)
  return withEngine(options, host, (engine) => {
    const run = { options, engine, runId, store, startMs }
    return options.preset === 'forecast' ? trainForecast(run, host) : trainNowcast(run, host)
  })
}

function trainNowcast(run: Run, host: JobHost): Promise<RunOutcome> {
  const { engine, options, runId, startMs, store } = run
  return withEngineTable(engine, options, runId, host, async (path, tableHost, graph) => {
    const featuredMs = host.now()
    const folds = options.cv ? options.folds : 0
    const data = await engine.load({ ...options, data: path, folds }, nowcast, tableHost)
    const loadedMs = host.now()
    await probeStore(store, host.newId())
    const seconds = { load: (loadedMs - featuredMs) / 1000, features: (featuredMs - startMs) / 1000 }
    const forecast = (loaded: RunData) => forecastBeside({ path, graph }, loaded, run, tableHost)
    return trainOn(data, { ...run, seconds, forecast }, host)
  })
}

/** Data in HDFS that Spark alone has read are copied here to be forecast if they are at most so large, in bytes. */
const MOST_COPIED = 1e9

/** Measures in this process how well the data of a nowcast can be forecast, or says why it is not measured. */
async function forecastBeside(
  { path, graph }: { readonly path: string; readonly graph: string | undefined },
  { summary }: RunData,
  run: Run,
  host: JobHost,
): Promise<ForecastSummary> {
  const { options, runId } = run
  if (isHdfsUri(path) && summary.bytes > MOST_COPIED)
    return {
      horizons: {},
      reason: `over ${formatBytes(MOST_COPIED)} are not copied from HDFS for it: train-all --preset forecast measures it`,
    }
  host.report.info('Measuring how well the same data can be forecast')
  const engine = embeddedEngine(options.codeVersion)
  // what has come here need not come again: no table of sensors where the features are made, and the copy of the graph
  const made = { ...options, data: path, sensorsTable: undefined, graph }
  return withFeatureTable(made, runId, host, (table, tableHost, localGraph) =>
    scoreForecast(table, { ...run, engine, options: { ...options, graph: localGraph } }, tableHost),
  )
}

/** A run that has come to its rows. */
interface LoadedRun extends Run {
  /** Measures how well its data can be forecast. */
  readonly forecast: (data: RunData) => Promise<ForecastSummary>
  /** How long it took to come here. */
  readonly seconds: { readonly load: number; readonly features: number }
}

/** Trains, judges and publishes models on loaded rows; a search that was not done is kept for a run that resumes. */
async function trainOn(data: RunData, run: LoadedRun, host: JobHost): Promise<RunOutcome> {
  const { options, engine, startMs } = run
  const tasks = trainTasks(nowcast, options, '')
  const config = studyConfig(data, options, engine, tasks)
  return withStudy({ options, config, startMs }, host, async (study) => {
    const searching = { study, select: options.select }
    const { trained, notDone } = await trainModels(tasks, searching, data, host)
    const result = await publishTrained({ trained, notDone }, data, run, host)
    return { result, isDone: notDone.length === 0 }
  })
}

/** Judges the models of a run and publishes them. */
async function publishTrained(
  { trained, notDone }: Trained,
  data: RunData,
  run: LoadedRun,
  host: JobHost,
): Promise<RunOutcome> {
  const { options, store } = run
  const forecast = await run.forecast(data)
  const leaks = await data.findLeaks()
  const audit = { leaks, verdict: leaks.length > 0 ? ('leaking' as const) : ('clean' as const) }
  const refusal = refusalOf(options, trained, audit.verdict)
  const base = {
    schema_version: 1 as const,
    run_id: run.runId,
    preset: nowcast.name,
    engine: { name: run.engine.name, version: run.engine.version },
    data: { ...data.summary, uri: options.data ?? data.summary.uri },
    audit,
    forecast,
  }
  const preparation = await data.measurePreparation()
  const golden = await data.sampleRows(numGoldenRows)
  stopIfInterrupted(host)
  const models = trained.map((model) => {
    return {
      trained: model,
      prepared: data,
      golden,
      metadata: describeVersion(model, base, data, options, nowcast),
    }
  })
  const publishing = host.now()
  const { sharesPreprocessing } = options
  const published = refusal === null ? await publishRun(store, { models, sharesPreprocessing }, host) : null
  const publishSeconds = (host.now() - publishing) / 1000 / trained.length
  const totalSeconds = (host.now() - run.startMs) / 1000
  const { testRatio, split } = options
  const summary: RunSummary = {
    ...base,
    models: summariseModels(trained, published, publishSeconds),
    not_done: notDone,
    checks: checkRun({ data, preparation, testRatio, split, trained, published, totalSeconds }),
    seconds: { ...run.seconds, total: totalSeconds },
    peak_rss_bytes: process.resourceUsage().maxRSS * 1024,
  }
  return { summary, refusal }
}
