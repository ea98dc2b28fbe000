import type { CvSummary, TuningSummary } from './summary.ts'
import type { TunedParams } from './tune-model.ts'

/** Puts the scores of the chosen parameters in the words of the summary. */
export function cvSummary({ cv }: TunedParams): CvSummary | null {
  if (cv === null) return null
  return { metric: 'r2', folds: cv.scores, mean: cv.mean, std: cv.std, ddof: 1 }
}

/** Puts a search in the words of the summary. */
export function tuningSummary({ tuning }: TunedParams): TuningSummary | null {
  if (tuning === null) return null
  const { points, fitsEquivalent, fitsRun, best, atEdge } = tuning
  return { points, fits_equivalent: fitsEquivalent, fits_run: fitsRun, best, at_edge: atEdge }
}
