import type { MaskedMetrics } from '../../metrics/masked-metrics.ts'
import type { RegressionMetrics } from '../../metrics/regression.ts'
import { titleOf } from '../log-training.ts'
import type { Backtest, ForecastSummary, HorizonScore } from './forecast-summary.ts'
import type { ForecastScore } from './judge-model.ts'

const baselineTitles: Readonly<Record<string, string>> = {
  persistence: 'as now',
  historical_average: 'historical average',
  drift_corrected_profile: 'as now, with the usual change',
}

/** Puts forecasts in words: each model of a horizon beside what needs no model, or why there is none. */
export function formatForecast({ horizons, reason, sample, backtest }: ForecastSummary): string[] {
  const entries = Object.entries(horizons)
  if (entries.length === 0) return [`Forecast: none: ${reason ?? 'no horizon was asked for'}`]
  const lines = [
    ...entries.flatMap(([name, score]) => formatHorizon(name, score)),
    ...Object.entries(backtest ?? {}).flatMap(([name, found]) => formatBacktest(name, found)),
  ]
  return sample === undefined
    ? lines
    : [...lines, `  measured on ${sample}, with one quick model that is not kept`]
}

function formatHorizon(name: string, { models, baselines, skill, ...rows }: HorizonScore): string[] {
  const days = `${rows.test_start} to ${rows.test_end}`
  return [
    `Forecast ${name} ahead: ${rows.rows_test} rows, ${days}; nothing was learnt from them or from the ${rows.purge} min before`,
    ...Object.entries(models).flatMap(([model, score]) => [
      `${formatMetrics(titleOf(model), score.metrics, score.masked)}   ${formatSkill(skill[model])}`,
      ...formatUncertainty(score),
    ]),
    ...Object.entries(baselines).map(([baseline, metrics]) =>
      formatMetrics(`  ${baselineTitles[baseline] ?? baseline}`, metrics, metrics.masked),
    ),
  ]
}

function formatBacktest(name: string, { origins, rmse }: Backtest): string[] {
  return Object.entries(rmse).map(([model, { mean, std }]) => {
    const days = origins.map(({ day, models }) => `${day} ${models[model].rmse.toFixed(2)}`)
    return `Backtest ${name} ahead: ${titleOf(model)} RMSE ${mean.toFixed(2)} ± ${std.toFixed(2)}: ${days.join(', ')}`
  })
}

function formatMetrics(
  title: string,
  { r2, rmse, mae }: RegressionMetrics,
  masked: MaskedMetrics | null,
): string {
  const mape = masked === null ? '' : `  MAPE ${(100 * masked.mape).toFixed(2)} %`
  return `  ${title.padEnd(32)} R² ${r2.toFixed(4)}  RMSE ${rmse.toFixed(3)}  MAE ${mae.toFixed(3)} mph${mape}`
}

function formatUncertainty({ metric_intervals, gains, intervals }: ForecastScore): string[] {
  const [low, high] = metric_intervals.rmse
  const share = (value: number) => `${(100 * value).toFixed(1)} %`
  const against = Object.entries(gains).map(([name, { rmse, interval }]) => {
    return `${share(rmse)} (${interval.map(share).join(' to ')}) under ${baselineTitles[name] ?? name}`
  })
  const held =
    intervals === null ? [] : [`    ${share(intervals.level)} intervals held ${share(intervals.coverage)}`]
  return [
    `    days drawn again: RMSE ${low.toFixed(2)} to ${high.toFixed(2)}; ${against.join(', ')}`,
    ...held,
  ]
}

function formatSkill(skill: number): string {
  const percent = `${(100 * Math.abs(skill)).toFixed(1)} %`
  return skill > 0 ? `${percent} better than the best baseline` : `${percent} worse than the best baseline`
}
