import type { Grid } from '../config/config.ts'
import type { CrossValidation, PointScores } from '../engine/cross-validation.ts'
import type { RunData } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import type { Study } from '../engine/study.ts'
import { learnerParams } from '../learn/learner-params.ts'
import type { ParamDeclarations } from '../learn/params.ts'
import { gridPoints } from '../learn/plan-fits.ts'
import type { Params } from '../model/params.ts'
import { choosePoint, nextPoint, paramsAtEdge, rankPoints, type SelectionRule } from './choose-point.ts'
import { curvePoints, curvesOf, type LearningCurve } from './learning-curves.ts'
import type { ModelName } from './presets.ts'

/** What a model is to be trained with, and how that was found. */
export interface TunedParams {
  readonly params: Params
  /** Scores of those parameters; `null` where there are no folds. */
  readonly cv: PointScores | null
  /** What those parameters score with fewer trees, or shallower ones, where that cost no fit. */
  readonly curves: Readonly<Record<string, LearningCurve>>
  /** The search; `null` where the parameters were given. */
  readonly tuning: Tuning | null
  /** Folds that were asked for; fewer were scored where the time was up. */
  readonly numFolds: number
  readonly seconds: number
}

/** A search over a grid. */
export interface Tuning extends Pick<CrossValidation, 'points' | 'fitsEquivalent' | 'fitsRun'> {
  /** What was chosen, by which rule. */
  readonly best: Params
  readonly rule: SelectionRule
  /** The point with the highest score: what was chosen, unless the rule prefers a simpler one. */
  readonly highest: PointScores
  /** The point with the highest score of those that were not chosen; `null` in a grid of one. */
  readonly runnerUp: PointScores | null
  readonly atEdge: readonly string[]
}

/** What is tuned. */
export interface TuneTask {
  readonly name: ModelName
  /** Parameters that the grid does not change. */
  readonly params: Params
  /** Values to try; `null` to take the parameters as given. */
  readonly grid: Grid | null
}

/** How the searches of a run go on. */
export interface Searching {
  readonly study: Study
  readonly select: SelectionRule
}

/**
 * Searches a grid by cross-validation, or cross-validates the given parameters, or does nothing where there
 * are no folds.
 *
 * The score of the best point is a little too good, as it was chosen for being the best.
 *
 * @throws FreeflowError `budget` where the time was up before one fold was scored, and as `RunData.crossValidate`.
 */
export async function tuneModel(
  { name, params, grid }: TuneTask,
  { study, select }: Searching,
  data: RunData,
  host: JobHost,
): Promise<TunedParams> {
  const { numFolds } = data
  if (numFolds === 0) return { params, cv: null, curves: {}, tuning: null, numFolds, seconds: 0 }
  if (grid !== null) host.report.info('Performing hyperparameter tuning...')
  const points = gridPoints(grid ?? {}).map((point) => ({ ...params, ...point }))
  const found = await data.crossValidate({ name, points, extras: curvePoints(name, points), study })
  const ranked = rankPoints(found.points, grid ?? {})
  const cv = choosePoint(ranked, grid ?? {}, select)
  const curves = curvesOf(name, found, cv.params)
  const { seconds } = found
  if (grid === null) return { params, cv, curves, tuning: null, numFolds, seconds }
  const best = Object.fromEntries(Object.keys(grid).map((param) => [param, cv.params[param]]))
  const atEdge = paramsAtEdge(best, grid, boundsOf(learnerParams[name]))
  const { fitsEquivalent, fitsRun } = found
  const tuning = {
    points: found.points,
    fitsEquivalent,
    fitsRun,
    best,
    rule: select,
    highest: ranked[0],
    runnerUp: nextPoint(ranked, cv),
    atEdge,
  }
  return { params: cv.params, cv, curves, tuning, numFolds, seconds }
}

function boundsOf(declared: ParamDeclarations): Record<string, { min: number; max: number }> {
  return Object.fromEntries(
    Object.entries(declared).flatMap(([name, param]) =>
      param.type === 'text' ? [] : [[name, { min: param.min, max: param.max }]],
    ),
  )
}
