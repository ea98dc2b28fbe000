import type { PointScores } from '../engine/cross-validation.ts'
import type { DataSummary } from '../engine/data-summary.ts'
import type { RegressionMetrics } from '../metrics/regression.ts'
import type { Params } from '../model/params.ts'
import type { Leak } from '../traffic/leaks.ts'
import type { SelectionRule } from './choose-point.ts'
import type { HorizonAudit } from './forecast/audit-horizon.ts'
import type { ForecastSummary } from './forecast/forecast-summary.ts'
import type { Gate } from './gates.ts'
import type { LearningCurve } from './learning-curves.ts'

/** Scores on held-out folds. */
export interface CvSummary {
  readonly metric: 'r2'
  /** Score of each fold. */
  readonly folds: readonly number[]
  readonly mean: number
  readonly std: number
  /** What the number of folds is lessened by in the deviation. */
  readonly ddof: 1
  /** That parameters were chosen by these scores; `null` where they were given. */
  readonly note: string | null
  /** Scores by number of trees, and by depth, of otherwise the same parameters. */
  readonly curves: Readonly<Record<string, LearningCurve>>
}

/** A search over a grid. */
export interface TuningSummary {
  readonly points: readonly PointScores[]
  /** Fits of a search without shared work, without the refit. */
  readonly fits_equivalent: number
  readonly fits_run: number
  /** What was chosen by the rule. */
  readonly best: Params
  readonly rule: SelectionRule
  /** The point with the highest mean score. */
  readonly highest: PointScores
  /** The point with the highest mean score of those that were not chosen. */
  readonly runner_up: PointScores | null
  /** Parameters whose best value lies at an end of the grid. */
  readonly at_edge: readonly string[]
  /** What is to be kept in mind of the score of the best point. */
  readonly note: string
}

/** One model of a run. */
export interface ModelSummary {
  readonly type: 'baseline' | 'primary' | 'alternative'
  readonly params: Params
  /** On the test rows; trees also carry num_trees and max_depth. */
  readonly metrics: RegressionMetrics & { readonly num_trees?: number; readonly max_depth?: number }
  readonly train_metrics: RegressionMetrics
  /** Cross-validation of the parameters above; `null` where it was not run. */
  readonly cv: CvSummary | null
  /** The search for them; `null` where they were given. */
  readonly tuning: TuningSummary | null
  /** Per column, largest first; empty for linear regression. */
  readonly feature_importance: readonly { readonly feature: string; readonly importance: number }[]
  /** Per slot, largest first. */
  readonly slot_importance: readonly {
    readonly slot: string
    readonly column: string
    readonly category: string | null
    readonly importance: number
  }[]
  readonly gates: readonly Gate[]
  /** Size of the model files; `null` where nothing was published. */
  readonly size_bytes: number | null
  readonly path: string | null
  readonly version: string | null
  readonly seconds: {
    readonly tune: number
    readonly fit: number
    readonly evaluate: number
    readonly publish: number
  }
}

/** One line of the verdict. */
export interface Check {
  readonly id: string
  readonly text: string
  /** `null` where it was not run. */
  readonly pass: boolean | null
  readonly evidence: string
}

/** What a run of the main job comes to: the document that `--json` prints. */
export interface RunSummary {
  readonly schema_version: 1
  readonly run_id: string
  readonly preset: string
  readonly engine: { readonly name: string; readonly version: string }
  readonly data: DataSummary
  readonly models: Readonly<Record<string, ModelSummary>>
  readonly audit: {
    /** Of a forecast each with its horizon (`15m`). */
    readonly leaks: readonly (Leak & { readonly horizon?: string })[]
    readonly verdict: 'leaking' | 'clean'
    /** What was looked at for each horizon of a forecast. */
    readonly horizons?: Readonly<Record<string, Omit<HorizonAudit, 'leaks'>>>
  }
  readonly forecast: ForecastSummary
  /** What the time limit left undone, one line each. */
  readonly not_done: readonly string[]
  readonly checks: readonly Check[]
  readonly seconds: { readonly load: number; readonly features: number; readonly total: number }
  readonly peak_rss_bytes: number
}
