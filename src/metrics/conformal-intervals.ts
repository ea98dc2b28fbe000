import type { Interval } from './bootstrap-days.ts'

/** Share of the labels that an interval is to hold. */
const LEVEL = 0.9
/** With fewer rows a regime has the quantiles of all. */
const MIN_ROWS = 100

/** Interval around the predictions of one regime. */
export interface RegimeInterval {
  readonly regime: string
  /** Predictions below it that are in no regime before; `null` of the last one, which has no upper end. */
  readonly below: number | null
  /** Rows that it was calibrated on; where these are too few the interval is that of all regimes. */
  readonly rows: number
  /** What is added to a prediction to get the ends of its interval. */
  readonly residuals: Interval
  /** Rows that it was judged on, and the share of their labels inside; `null` without rows. */
  readonly rows_judged: number
  readonly coverage: number | null
}

/** Intervals around predictions, and how many labels they held on rows that they were not calibrated on. */
export interface PredictionIntervals {
  readonly level: number
  readonly coverage: number
  readonly regimes: readonly RegimeInterval[]
}

/** Predictions with what came of them. */
export interface JudgedRows {
  /** [numRows], as all here. */
  readonly labels: Float64Array
  readonly predictions: Float64Array
  /** 1 for rows to calibrate on, 0 for rows to judge on; there is at least one of each. */
  readonly isCalibration: Uint8Array
}

/** Speeds told apart, by the prediction: that is known when an interval is wanted. */
export interface Regimes {
  readonly names: readonly string[]
  /** Upper ends, ascending and excluded; the last regime has none. */
  readonly ends: readonly number[]
  /** Gives the index of the name. */
  readonly codeOf: (speed: number) => number
}

/**
 * Measures how far labels lie from predictions on rows that the model did not learn from, and says on other rows how
 * many labels are within: an interval of each regime whose ends are quantiles of its residuals, 5 and 95 %.
 *
 * Source: Lei et al., Distribution-Free Predictive Inference for Regression, 2018, algorithm 2, with either tail on
 * its own.
 */
export function conformalIntervals(rows: JudgedRows, regimes: Regimes): PredictionIntervals {
  const { labels, predictions, isCalibration } = rows
  const codes = Int32Array.from(predictions, regimes.codeOf)
  const all: number[] = []
  const byRegime = regimes.names.map((): number[] => [])
  for (let row = 0; row < labels.length; row++) {
    if (isCalibration[row] === 0) continue
    all.push(labels[row] - predictions[row])
    byRegime[codes[row]].push(labels[row] - predictions[row])
  }
  const whole = quantilesOf(all)
  const intervals = byRegime.map((own) => (own.length < MIN_ROWS ? whole : quantilesOf(own)))
  const judged = regimes.names.map(() => 0)
  const inside = regimes.names.map(() => 0)
  for (let row = 0; row < labels.length; row++) {
    if (isCalibration[row] === 1) continue
    const [low, high] = intervals[codes[row]]
    const residual = labels[row] - predictions[row]
    judged[codes[row]]++
    if (residual >= low && residual <= high) inside[codes[row]]++
  }
  const sum = (of: readonly number[]) => of.reduce((total, value) => total + value, 0)
  return {
    level: LEVEL,
    coverage: sum(inside) / sum(judged),
    regimes: regimes.names.map((regime, code) => ({
      regime,
      below: regimes.ends[code] ?? null,
      rows: byRegime[code].length,
      residuals: intervals[code],
      rows_judged: judged[code],
      coverage: judged[code] === 0 ? null : inside[code] / judged[code],
    })),
  }
}

/** Ends with the rank that also holds for one more row, at most the outermost residuals. */
function quantilesOf(residuals: readonly number[]): Interval {
  const sorted = Float64Array.from(residuals).sort()
  const fromEnd = Math.max(0, Math.floor(((1 - LEVEL) / 2) * (sorted.length + 1)) - 1)
  return [sorted[fromEnd], sorted[sorted.length - 1 - fromEnd]]
}
