import { expect, it } from 'vitest'
import { formatStoredForecast } from '../../src/jobs/stored-forecast.ts'

it('says each stored forecast in one line, or why there is none', () => {
  const metrics = { r2: 0.8526, rmse: 5.052, mae: 2.907 }
  const score = { models: { random_forest: { metrics } }, skill: { random_forest: 0.1772 } }
  expect(formatStoredForecast({ horizons: { '15m': score } })).toEqual([
    'Forecast 15m ahead, measured in training: Random Forest R² 0.8526  RMSE 5.052  MAE 2.907 mph, 17.7 % under the best baseline',
  ])
  expect(formatStoredForecast({ horizons: {}, reason: 'too few days' })).toEqual([
    'Forecast: none: too few days',
  ])
  expect(formatStoredForecast(null)).toHaveLength(1)
})
