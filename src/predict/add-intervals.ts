import type { IntervalRule } from './interval-rule.ts'

/** Predictions with the ends of the intervals around them, [numRows] each, in the label's unit. */
export interface PredictedIntervals {
  readonly prediction: Float64Array
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/** Puts intervals around predictions, [numRows]; NaN stays NaN. */
export function addIntervals(prediction: Float64Array, { regimes }: IntervalRule): PredictedIntervals {
  const last = regimes[regimes.length - 1]
  const residualsOf = (value: number) =>
    (regimes.find(({ below }) => below === null || value < below) ?? last).residuals
  return {
    prediction,
    lower: prediction.map((value) => value + residualsOf(value)[0]),
    upper: prediction.map((value) => value + residualsOf(value)[1]),
  }
}
