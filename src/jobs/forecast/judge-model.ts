import { bootstrapDays, type Interval } from '../../metrics/bootstrap-days.ts'
import { conformalIntervals, type PredictionIntervals } from '../../metrics/conformal-intervals.ts'
import { type DaySums, metricsOfDays, sumDays } from '../../metrics/day-sums.ts'
import { type MaskedMetrics, maskedMetrics } from '../../metrics/masked-metrics.ts'
import { type RegressionMetrics, regressionMetrics } from '../../metrics/regression.ts'
import { type SliceMetrics, type Slicing, sliceMetrics } from '../../metrics/slice-metrics.ts'
import { speedRegimes } from '../speed-regimes.ts'
import { worstSlices } from '../worst-slices.ts'

/** How much lower the rmse of a model is than that of what needs no model, as a share of it. */
export interface Gain {
  readonly rmse: number
  readonly interval: Interval
}

/** How one model forecasts the test days. Intervals of measures are those of other days like them, 95 %. */
export interface ForecastScore {
  readonly metrics: RegressionMetrics
  /** Without labels of 0; `null` where all are. */
  readonly masked: MaskedMetrics | null
  readonly metric_intervals: Readonly<Record<keyof RegressionMetrics, Interval>>
  /** By name of what needs no model. */
  readonly gains: Readonly<Record<string, Gain>>
  /** Calibrated on the first half of the test time, judged on the second; `null` where that has one instant. */
  readonly intervals: PredictionIntervals | null
  /** By property; of the sensors only the ten of the largest rmse. */
  readonly slices: Readonly<Record<string, readonly SliceMetrics[]>>
}

/** The test rows: arrays of [numRows]. */
export interface TestRows {
  readonly labels: Float64Array
  readonly epochMs: Float64Array
  readonly slicings: ReadonlyMap<string, Slicing>
  /** What would be said without a model, by name. */
  readonly baselines: Readonly<Record<string, Float64Array>>
  readonly seed: number
}

/** Holds the predictions of a model, [numRows], against what came. */
export function judgeModel(predictions: Float64Array, rows: TestRows): ForecastScore {
  const { labels, slicings } = rows
  const slices = [...slicings].map(([name, slicing]) => {
    const metrics = sliceMetrics(labels, predictions, slicing)
    return [name, name === 'sensor' ? worstSlices(metrics) : metrics] as const
  })
  return {
    metrics: regressionMetrics(labels, predictions),
    masked: maskedMetrics(labels, predictions),
    ...overDays(predictions, rows),
    intervals: intervalsOf(predictions, rows),
    slices: Object.fromEntries(slices),
  }
}

function overDays(
  predictions: Float64Array,
  { labels, slicings, baselines, seed }: TestRows,
): Pick<ForecastScore, 'metric_intervals' | 'gains'> {
  const { codes, names } = slicings.get('day') ?? { codes: new Int32Array(labels.length), names: [''] }
  const days = { codes, numDays: names.length }
  const own = sumDays(labels, predictions, days)
  const intervalOf = (measure: (drawn: readonly number[]) => number) =>
    bootstrapDays(names.length, seed, measure)
  const metricInterval = (metric: keyof RegressionMetrics) =>
    intervalOf((drawn) => metricsOfDays(pick(own, drawn))[metric])
  const gains = Object.entries(baselines).map(([name, values]) => {
    const other = sumDays(labels, values, days)
    const gain = (drawn: readonly number[]) => {
      const worse = metricsOfDays(pick(other, drawn)).rmse
      return worse > 0 ? 1 - metricsOfDays(pick(own, drawn)).rmse / worse : 0
    }
    return [name, { rmse: gain([...names.keys()]), interval: intervalOf(gain) }] as const
  })
  return {
    metric_intervals: {
      r2: metricInterval('r2'),
      rmse: metricInterval('rmse'),
      mae: metricInterval('mae'),
    },
    gains: Object.fromEntries(gains),
  }
}

function pick(sums: readonly DaySums[], days: readonly number[]): DaySums[] {
  return days.map((day) => sums[day])
}

function intervalsOf(predictions: Float64Array, { labels, epochMs }: TestRows): PredictionIntervals | null {
  const firstMs = epochMs.reduce((first, instant) => Math.min(first, instant))
  const lastMs = epochMs.reduce((last, instant) => Math.max(last, instant))
  if (firstMs === lastMs) return null
  const halfMs = (firstMs + lastMs) / 2
  const isCalibration = Uint8Array.from(epochMs, (instant) => (instant < halfMs ? 1 : 0))
  return conformalIntervals({ labels, predictions, isCalibration }, speedRegimes)
}
