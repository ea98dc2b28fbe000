import type { DataOptions } from '../engine/data-options.ts'
import type { Engine } from '../engine/engine.ts'
import type { EngineOptions } from '../engine/with-engine.ts'
import type { FreeflowError } from '../errors.ts'
import type { Store } from '../store/store.ts'
import type { SelectionRule } from './choose-point.ts'
import type { ModelOptions } from './effective-config.ts'
import type { FeatureTableOptions } from './feature-table.ts'
import type { ModelName, Preset } from './presets.ts'
import type { StudyOptions } from './study/open-study.ts'
import type { RunSummary } from './summary.ts'

/** What the main job is to do. */
export interface TrainAllOptions
  extends FeatureTableOptions,
    Omit<DataOptions, 'data'>,
    ModelOptions,
    EngineOptions,
    StudyOptions {
  /** What is predicted: the speed of now, or that some minutes ahead. */
  readonly preset?: Preset['name'] | undefined
  /** How far ahead a forecast looks, for instance `15m,30m,60m`. */
  readonly horizon?: string | undefined
  /** Last days that a forecast is judged on one by one, trained anew for each. */
  readonly backtest?: number | undefined
  /** Where versions are published: a path or file URI. */
  readonly models: string
  /** The models to train, in the main job's order; all of them where absent. */
  readonly only?: readonly ModelName[] | undefined
  /** Whether preprocessing/model of the store is to be that of this run; never that of a forecast. */
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

/** What a run came to. */
export interface RunOutcome {
  readonly summary: RunSummary
  /** Why the models were not published, where the user asked to fail on it. */
  readonly refusal: FreeflowError | null
}

/** What surrounds the training of one run. */
export interface Run {
  readonly options: TrainAllOptions
  readonly engine: Engine
  readonly runId: string
  readonly store: Store
  readonly startMs: number
}
