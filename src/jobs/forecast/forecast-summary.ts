import type { MaskedMetrics } from '../../metrics/masked-metrics.ts'
import type { RegressionMetrics } from '../../metrics/regression.ts'
import type { ForecastScore } from './judge-model.ts'

/** What a forecast is held against: what one would say without a model. */
export const baselineColumns = {
  persistence: 'speed',
  historical_average: 'historical_average',
  drift_corrected_profile: 'drift_corrected',
} as const

/** Name of a baseline. */
export type BaselineName = keyof typeof baselineColumns

/** How what needs no model does on the test rows. */
export interface BaselineScore extends RegressionMetrics {
  /** Without labels of 0; `null` where all are. */
  readonly masked: MaskedMetrics | null
}

/** How forecasts of one horizon do on the test days. */
export interface HorizonScore {
  readonly rows_train: number
  readonly rows_test: number
  /** Sensors of the test rows. */
  readonly sensors: number
  /** Minutes between the last training row and the first test row. */
  readonly purge: number
  /** First and last instant of the test rows, ISO 8601 in UTC. */
  readonly test_start: string
  readonly test_end: string
  readonly models: Readonly<Record<string, ForecastScore>>
  readonly baselines: Readonly<Record<BaselineName, BaselineScore>>
  /** 1 - rmse / the lowest rmse of a baseline, by model. */
  readonly skill: Readonly<Record<string, number>>
}

/** How forecasts do that start at one day's midnight, by models that learnt from the days before it alone. */
export interface OriginScore {
  /** Local day that was judged on, `YYYY-MM-DD`. */
  readonly day: string
  readonly rows_train: number
  readonly rows_test: number
  readonly models: Readonly<Record<string, RegressionMetrics>>
  readonly skill: Readonly<Record<string, number>>
}

/** A mean over origins, and its deviation (of the sample; 0 of one origin). */
export interface Spread {
  readonly mean: number
  readonly std: number
}

/** Forecasts of one horizon from several origins, the earliest first. */
export interface Backtest {
  readonly origins: readonly OriginScore[]
  /** Of the rmse, by model. */
  readonly rmse: Readonly<Record<string, Spread>>
}

/** Forecasts of a run by horizon (`15m`); where there is none the reason why. */
export interface ForecastSummary {
  readonly horizons: Readonly<Record<string, HorizonScore>>
  readonly reason?: string
  /** What part of the data was scored, where that is not all. */
  readonly sample?: string
  /** By horizon, where `--backtest` asked for it. */
  readonly backtest?: Readonly<Record<string, Backtest>>
}
