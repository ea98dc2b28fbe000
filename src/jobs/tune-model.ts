import type { Grid } from '../config/config.ts'
import type { CrossValidation, PointScores } from '../engine/cross-validation.ts'
import type { RunData } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import { learnerParams } from '../learn/learner-params.ts'
import type { ParamDeclarations } from '../learn/params.ts'
import { gridPoints } from '../learn/plan-fits.ts'
import type { Params } from '../model/params.ts'
import { choosePoint, paramsAtEdge } from './choose-point.ts'
import type { ModelName } from './presets.ts'

/** What a model is to be trained with, and how that was found. */
export interface TunedParams {
  readonly params: Params
  /** Scores of those parameters; `null` where there are no folds. */
  readonly cv: PointScores | null
  /** The search; `null` where the parameters were given. */
  readonly tuning: (CrossValidation & { readonly best: Params; readonly atEdge: readonly string[] }) | null
  readonly seconds: number
}

/** What is tuned. */
export interface TuneTask {
  readonly name: ModelName
  /** Parameters that the grid does not change. */
  readonly params: Params
  /** Values to try; `null` to take the parameters as given. */
  readonly grid: Grid | null
}

/**
 * Searches a grid by cross-validation, or cross-validates the given parameters, or does nothing where there
 * are no folds.
 *
 * The score of the best point is a little too good, as it was chosen for being the best.
 */
export async function tuneModel(task: TuneTask, data: RunData, host: JobHost): Promise<TunedParams> {
  const { name, params, grid } = task
  if (data.numFolds === 0) return { params, cv: null, tuning: null, seconds: 0 }
  if (grid === null) {
    const found = await data.crossValidate({ name, points: [params] })
    return { params, cv: found.points[0], tuning: null, seconds: found.seconds }
  }
  host.report.info('Performing hyperparameter tuning...')
  const points = gridPoints(grid).map((point) => ({ ...params, ...point }))
  const found = await data.crossValidate({ name, points })
  const cv = found.points[choosePoint(found.points, grid)]
  const best = Object.fromEntries(Object.keys(grid).map((param) => [param, cv.params[param]]))
  const atEdge = paramsAtEdge(best, grid, boundsOf(learnerParams[name]))
  return { params: cv.params, cv, tuning: { ...found, best, atEdge }, seconds: found.seconds }
}

function boundsOf(declared: ParamDeclarations): Record<string, { min: number; max: number }> {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, param]) =>
      param.type === 'text' ? [] : [[name, { min: param.min, max: param.max }]],
    ),
  )
}
