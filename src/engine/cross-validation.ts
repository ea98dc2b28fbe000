import type { Params } from '../model/params.ts'
import type { ModelName } from '../model/regression-model.ts'
import type { Study } from './study.ts'

/** How one point of a grid did in each fold. */
export interface PointScores {
  /** Complete parameters of the point. */
  readonly params: Params
  /** R2 on the held-out rows of each fold. */
  readonly scores: readonly number[]
  readonly mean: number
  /** Sample deviation (ddof 1) of the scores; 0 of a single fold. */
  readonly std: number
}

/** What cross-validation of one or more points came to. */
export interface CrossValidation {
  /** Scored on the folds that are whole, which are fewer than `numFolds` where the time was up. */
  readonly points: readonly PointScores[]
  /** The extras that cost no fit of their own. */
  readonly extras: readonly PointScores[]
  readonly numFolds: number
  /** Fits that a search without shared work would run, and fits that were run, now or before. */
  readonly fitsEquivalent: number
  readonly fitsRun: number
  readonly seconds: number
}

/** What is cross-validated. */
export interface CrossValidationTask {
  readonly name: ModelName
  /** Complete parameters of each point. */
  readonly points: readonly Params[]
  /** Points that are of interest where a fit for the others answers them too: those of a learning curve. */
  readonly extras: readonly Params[]
  readonly study: Study
}

/** Sums up the scores of a point over the folds, of which there is at least one. */
export function pointScores(params: Params, scores: readonly number[]): PointScores {
  const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length
  const squares = scores.reduce((sum, score) => sum + (score - mean) ** 2, 0)
  return { params, scores, mean, std: scores.length > 1 ? Math.sqrt(squares / (scores.length - 1)) : 0 }
}
