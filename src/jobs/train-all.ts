import type { DataOptions } from '../engine/data-options.ts'
import type { Engine, RunData } from '../engine/engine.ts'
import { type JobHost, stopIfInterrupted } from '../engine/host.ts'
import type { RunFacts } from '../engine/run-facts.ts'
import { type EngineOptions, withEngine } from '../engine/with-engine.ts'
import { FreeflowError } from '../errors.ts'
import { layoutSlots } from '../prepare/slots.ts'
import { probeStore } from '../store/probe-store.ts'
import { openStore, type Store } from '../store/store.ts'
import { checkRun } from './checks.ts'
import type { SelectionRule } from './choose-point.ts'
import { effectiveConfig, effectiveGrid, effectiveParams, type ModelOptions } from './effective-config.ts'
import type { FeatureTableOptions } from './feature-table.ts'
import { logTrained, modelTitles } from './log-training.ts'
import { type ModelName, modelNames, nowcast } from './presets.ts'
import { type PublishedModel, publishRun } from './publish-run.ts'
import type { StudyOptions } from './study/open-study.ts'
import { withStudy } from './study/with-study.ts'
import type { ModelSummary, RunSummary } from './summary.ts'
import { type TrainedModel, trainModel } from './train-model.ts'
import type { Searching, TuneTask } from './tune-model.ts'
import { cvSummary, tuningSummary, whatIsMissing } from './tuning-summary.ts'
import { withEngineTable } from './with-engine-table.ts'

/** What the main job is to do. */
export interface TrainAllOptions
  extends FeatureTableOptions,
    Omit<DataOptions, 'data'>,
    ModelOptions,
    EngineOptions,
    StudyOptions {
  /** Where versions are published: a path or file URI. */
  readonly models: string
  /** The models to train, in the main job's order; all of them where absent. */
  readonly only?: readonly ModelName[] | undefined
  /** Whether preprocessing/model of the store is to be that of this run. */
  readonly sharesPreprocessing: boolean
  /** False: no cross-validation, and so no search. */
  readonly cv: boolean
  /** By which rule a point of a grid is chosen. */
  readonly select: SelectionRule
  /** Publish nothing and fail where a target is missed. */
  readonly enforceTargets: boolean
  /** Publish nothing and fail where the features give the target away. */
  readonly failOnLeak: boolean
}

const types = {
  linear_regression: 'baseline',
  random_forest: 'primary',
  gradient_boosted_trees: 'alternative',
} as const

const noForecast = {
  horizons: {},
  reason: 'no defensible forecast yet: this version trains only the nowcast that was asked for',
}

/** What a run came to. */
export interface RunOutcome {
  readonly summary: RunSummary
  /** Why the models were not published, where the user asked to fail on it. */
  readonly refusal: FreeflowError | null
}

/**
 * The main job: data to linear regression, random forest and boosting, judged, published and summed up.
 *
 * @throws FreeflowError of each kind; nothing is published then.
 */
export async function trainAll(options: TrainAllOptions, host: JobHost): Promise<RunOutcome> {
  const startMs = host.now()
  const runId = host.newId()
  const store = await openStore(options.models, host.hdfs)
  return withEngine(options, host, (engine) =>
    withEngineTable(engine, options, runId, host, async (path, tableHost) => {
      const featuredMs = host.now()
      const folds = options.cv ? options.folds : 0
      const data = await engine.load({ ...options, data: path, folds }, nowcast, tableHost)
      const loadedMs = host.now()
      await probeStore(store, host.newId())
      const seconds = { load: (loadedMs - featuredMs) / 1000, features: (featuredMs - startMs) / 1000 }
      return trainOn(data, { options, engine, runId, store, startMs, seconds }, host)
    }),
  )
}

/** What surrounds the training of one run. */
interface Run {
  readonly options: TrainAllOptions
  readonly engine: Engine
  readonly runId: string
  readonly store: Store
  readonly startMs: number
  /** How long it took to come here. */
  readonly seconds: { readonly load: number; readonly features: number }
}

/** Trains, judges and publishes models on loaded rows; a search that was not done is kept for a run that resumes. */
async function trainOn(data: RunData, run: Run, host: JobHost): Promise<RunOutcome> {
  const { options, engine, startMs } = run
  const tasks = modelNames
    .filter((name) => options.only?.includes(name) ?? true)
    .map((name) => ({
      name,
      params: effectiveParams(name, nowcast, options),
      grid: effectiveGrid(name, nowcast, options),
    }))
  return withStudy({ options, data, engine, tasks, startMs }, host, async (study) => {
    const searching = { study, select: options.select }
    const { trained, notDone } = await trainModels(tasks, searching, data, host)
    const result = await publishTrained({ trained, notDone }, data, run, host)
    return { result, isDone: notDone.length === 0 }
  })
}

/** Models of a run, and what the time limit left undone. */
interface Trained {
  readonly trained: readonly TrainedModel[]
  readonly notDone: readonly string[]
}

/** Judges the models of a run and publishes them. */
async function publishTrained(
  { trained, notDone }: Trained,
  data: RunData,
  run: Run,
  host: JobHost,
): Promise<RunOutcome> {
  const { options, store } = run
  const leaks = await data.findLeaks()
  const audit = { leaks, verdict: leaks.length > 0 ? ('leaking' as const) : ('clean' as const) }
  const refusal = refusalOf(options, trained, audit.verdict)
  const base = {
    schema_version: 1 as const,
    run_id: run.runId,
    preset: 'nowcast',
    engine: { name: run.engine.name, version: run.engine.version },
    data: { ...data.summary, uri: options.data ?? data.summary.uri },
    audit,
    forecast: noForecast,
  }
  const preparation = await data.measurePreparation()
  stopIfInterrupted(host)
  const describe = (model: TrainedModel) => describeVersion(model, base, data, options)
  const publishing = host.now()
  const { sharesPreprocessing } = options
  const published =
    refusal === null ? await publishRun(store, { data, trained, describe, sharesPreprocessing }, host) : null
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

/**
 * Trains one model after another; once the time is up no further one is begun.
 *
 * @throws FreeflowError `budget` where there is no model then.
 */
async function trainModels(
  tasks: readonly TuneTask[],
  searching: Searching,
  data: RunData,
  host: JobHost,
): Promise<Trained> {
  const trained: TrainedModel[] = []
  const notDone: string[] = []
  for (const task of tasks) {
    const model = await trainInTime(task, searching, data, host)
    if (model === null) {
      notDone.push(`${task.name}: not trained`)
      continue
    }
    logTrained(model, host.report)
    trained.push(model)
    notDone.push(...whatIsMissing(task.name, model.tuned))
  }
  for (const line of notDone) host.report.warn(`the time was up: ${line}`)
  if (trained.length > 0) return { trained, notDone }
  throw new FreeflowError('budget', 'the time was up before one model was trained; nothing was published', {
    hint: 'raise --time-limit, or go on with --resume',
  })
}

/** Trains a model; `null` if the time was up before it was begun, or before one fold of its search was scored. */
async function trainInTime(
  task: TuneTask,
  searching: Searching,
  data: RunData,
  host: JobHost,
): Promise<TrainedModel | null> {
  if (searching.study.isTimeUp()) return null
  host.report.info(`Training ${modelTitles[task.name]} model...`)
  try {
    return await trainModel(task, searching, data, host)
  } catch (error) {
    if (error instanceof FreeflowError && error.code === 'budget') return null
    throw error
  }
}

/** Says why nothing is to be published, where the user asked for that; a leak goes before a missed target. */
function refusalOf(
  options: TrainAllOptions,
  trained: readonly TrainedModel[],
  verdict: 'leaking' | 'clean',
): FreeflowError | null {
  if (options.failOnLeak && verdict === 'leaking') {
    return new FreeflowError('leak', 'the features give the target away, so nothing was published', {
      hint: 'without --fail-on-leak the models are published with the finding in their metadata',
    })
  }
  const missed = trained.flatMap(({ name, gates }) =>
    gates.filter(({ pass }) => !pass).map((gate) => ({ gate, name })),
  )
  if (!options.enforceTargets || missed.length === 0) return null
  const list = missed.map(
    ({ name, gate }) => `${name} ${gate.metric} ${gate.actual} is not ${gate.op} ${gate.target}`,
  )
  return new FreeflowError(
    'target-missed',
    `${missed.length} targets missed, nothing was published: ${list.join('; ')}`,
  )
}

function describeVersion(
  { name, model, featureImportance, gates, tuned }: TrainedModel,
  base: Pick<RunSummary, 'schema_version' | 'run_id' | 'engine' | 'data' | 'audit' | 'forecast'>,
  data: RunFacts,
  options: TrainAllOptions,
): Record<string, unknown> {
  const importance = featureImportance.map((entry) => [entry.feature, entry.importance] as const)
  return {
    type: types[name],
    ...(importance.length > 0 ? { feature_importance: Object.fromEntries(importance) } : {}),
    ...base,
    code: { name: 'freeflow', version: options.codeVersion },
    params: model.params,
    column_statistics: data.columnStatistics,
    features: { ...data.columns, slots: layoutSlots(data.layout) },
    network: data.network,
    split: { kind: options.split, seed: options.seed, ratio: options.testRatio, purge: data.purgeMinutes },
    cv: cvSummary(tuned),
    gates,
    config: effectiveConfig(options, nowcast),
  }
}

function summariseModels(
  trained: readonly TrainedModel[],
  published: readonly PublishedModel[] | null,
  publishSeconds: number,
): Record<string, ModelSummary> {
  const entries = trained.map((model, index): [string, ModelSummary] => {
    const place = published?.[index]
    return [
      model.name,
      {
        type: types[model.name],
        params: model.model.params,
        metrics: model.metrics,
        train_metrics: model.trainMetrics,
        cv: cvSummary(model.tuned),
        tuning: tuningSummary(model.tuned),
        feature_importance: model.featureImportance,
        slot_importance: model.slotImportance,
        gates: model.gates,
        size_bytes: place?.sizeBytes ?? null,
        path: place?.version.directory ?? null,
        version: place?.version.version ?? null,
        seconds: { ...model.seconds, publish: publishSeconds },
      },
    ]
  })
  return Object.fromEntries(entries)
}
