import type { RegressionMetrics } from '../../metrics/regression.ts'
import { titleOf } from '../log-training.ts'
import type { ForecastSummary, HorizonScore } from './forecast-summary.ts'

const baselineTitles: Readonly<Record<string, string>> = {
  persistence: 'as now',
  historical_average: 'historical average',
  drift_corrected_profile: 'as now, with the usual change',
}

/** Puts forecasts in words: each model of a horizon beside what needs no model, or why there is none. */
export function formatForecast({ horizons, reason }: ForecastSummary): string[] {
  const entries = Object.entries(horizons)
  if (entries.length === 0) return [`Forecast: none: ${reason ?? 'no horizon was asked for'}`]
  return entries.flatMap(([name, score]) => formatHorizon(name, score))
}

function formatHorizon(name: string, { models, baselines, skill, ...rows }: HorizonScore): string[] {
  const days = `${rows.test_start} to ${rows.test_end}`
  return [
    `Forecast ${name} ahead: ${rows.rows_test} rows, ${days}; nothing was learnt from them or from the ${rows.purge} min before`,
    ...Object.entries(models).map(([model, { metrics }]) => {
      return `${formatMetrics(titleOf(model), metrics)}   ${formatSkill(skill[model])}`
    }),
    ...Object.entries(baselines).map(([baseline, metrics]) =>
      formatMetrics(`  ${baselineTitles[baseline] ?? baseline}`, metrics),
    ),
  ]
}

function formatMetrics(title: string, { r2, rmse, mae }: RegressionMetrics): string {
  return `  ${title.padEnd(32)} R² ${r2.toFixed(4)}  RMSE ${rmse.toFixed(3)}  MAE ${mae.toFixed(3)} mph`
}

function formatSkill(skill: number): string {
  const percent = `${(100 * Math.abs(skill)).toFixed(1)} %`
  return skill > 0 ? `${percent} better than the best baseline` : `${percent} worse than the best baseline`
}
