import type { Grid } from '../config/config.ts'
import type { DataOptions } from '../engine/data-options.ts'
import type { DataSummary } from '../engine/data-summary.ts'
import type { JobHost } from '../engine/host.ts'
import { type EngineOptions, withEngine } from '../engine/with-engine.ts'
import type { Params } from '../model/params.ts'
import type { Leak } from '../traffic/leaks.ts'
import type { SelectionRule } from './choose-point.ts'
import type { FeatureTableOptions } from './feature-table.ts'
import { type ModelName, nowcast } from './presets.ts'
import type { StudyOptions } from './study/open-study.ts'
import { studyConfig } from './study/study-config.ts'
import { withStudy } from './study/with-study.ts'
import type { CvSummary, TuningSummary } from './summary.ts'
import { tuneModel } from './tune-model.ts'
import { cvSummary, tuningSummary, whatIsMissing } from './tuning-summary.ts'
import { withEngineTable } from './with-engine-table.ts'

/** Which model is cross-validated, on which rows. */
export interface SearchModelOptions
  extends FeatureTableOptions,
    Omit<DataOptions, 'data'>,
    EngineOptions,
    StudyOptions {
  readonly model: ModelName
  /** Parameters that the grid does not change. */
  readonly params: Params
  /** Values to try; `null` to score the parameters alone. */
  readonly grid: Grid | null
  /** By which rule a point of the grid is chosen. */
  readonly select: SelectionRule
}

/** What cross-validation of one model came to; nothing is published. */
export interface SearchSummary {
  readonly model: ModelName
  readonly data: DataSummary
  /** The parameters scored, or the best ones found. */
  readonly params: Params
  readonly cv: CvSummary | null
  readonly tuning: TuningSummary | null
  /** Whether the features give the target away, by the known identities. */
  readonly audit: { readonly leaks: readonly Leak[]; readonly verdict: 'leaking' | 'clean' }
  /** What the time limit left undone, one line each. */
  readonly not_done: readonly string[]
  readonly seconds: number
}

/**
 * Cross-validates one model on the training rows, with given parameters or over a grid.
 *
 * @throws FreeflowError `data` where the rows cannot be used, `usage` for parameters out of bounds, `budget` where the
 *   time was up before one fold was scored.
 */
export async function searchModel(options: SearchModelOptions, host: JobHost): Promise<SearchSummary> {
  const startMs = host.now()
  return withEngine(options, host, (engine) =>
    withEngineTable(engine, options, host.newId(), host, async (path, tableHost) => {
      const data = await engine.load({ ...options, data: path }, nowcast, tableHost)
      const { model: name, params, grid, select } = options
      const task = { name, params, grid }
      const config = studyConfig(data, options, engine, [task])
      const tuned = await withStudy({ options, config, startMs }, host, async (study) => {
        const found = await tuneModel(task, { study, select }, data, host)
        return { result: found, isDone: whatIsMissing(name, found).length === 0 }
      })
      const leaks = await data.findLeaks()
      return {
        model: name,
        data: { ...data.summary, uri: options.data ?? data.summary.uri },
        params: tuned.params,
        cv: cvSummary(tuned),
        tuning: tuningSummary(tuned),
        audit: { leaks, verdict: leaks.length > 0 ? 'leaking' : 'clean' },
        not_done: whatIsMissing(name, tuned),
        seconds: tuned.seconds,
      }
    }),
  )
}
