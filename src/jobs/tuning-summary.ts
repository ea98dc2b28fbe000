import type { ModelName } from './presets.ts'
import type { CvSummary, TuningSummary } from './summary.ts'
import type { TunedParams } from './tune-model.ts'
import { tuningNote } from './tuning-note.ts'

/** Puts the scores of the chosen parameters in the words of the summary. */
export function cvSummary({ cv, curves, tuning }: TunedParams): CvSummary | null {
  if (cv === null) return null
  const note = tuning === null ? null : tuningNote
  return { metric: 'r2', folds: cv.scores, mean: cv.mean, std: cv.std, ddof: 1, note, curves }
}

/** Puts a search in the words of the summary. */
export function tuningSummary({ tuning }: TunedParams): TuningSummary | null {
  if (tuning === null) return null
  const { points, fitsEquivalent, fitsRun, best, rule, highest, runnerUp, atEdge } = tuning
  return {
    points,
    fits_equivalent: fitsEquivalent,
    fits_run: fitsRun,
    best,
    rule,
    highest,
    runner_up: runnerUp,
    at_edge: atEdge,
    note: tuningNote,
  }
}

/** Says what the time limit left undone of a search; no line if it was all done. */
export function whatIsMissing(name: ModelName, { cv, numFolds }: TunedParams): string[] {
  const numScored = cv?.scores.length ?? 0
  return numScored === numFolds ? [] : [`${name}: ${numScored} of ${numFolds} folds were scored`]
}
