import { expect, it } from 'vitest'
import { metricsOfDays, sumDays } from '../../src/metrics/day-sums.ts'
import { maskedMetrics } from '../../src/metrics/masked-metrics.ts'
import { regressionMetrics } from '../../src/metrics/regression.ts'

const labels = Float64Array.of(60, 50, 40, 0)
const predictions = Float64Array.of(58, 53, 40, 10)

it('gives of all days together what the rows give, and of one day that of its rows', () => {
  const sums = sumDays(labels, predictions, { codes: Int32Array.of(0, 0, 1, 1), numDays: 2 })
  const whole = regressionMetrics(labels, predictions)
  const found = metricsOfDays(sums)
  expect(found.r2).toBeCloseTo(whole.r2, 12)
  expect(found.rmse).toBeCloseTo(whole.rmse, 12)
  expect(found.mae).toBe(whole.mae)
  expect(metricsOfDays([sums[0]])).toMatchObject({ rmse: Math.sqrt((4 + 9) / 2), mae: 2.5 })
})

it('counts a day that comes twice twice', () => {
  const sums = sumDays(labels, predictions, { codes: Int32Array.of(0, 0, 1, 1), numDays: 2 })
  expect(metricsOfDays([sums[1], sums[1], sums[0]]).mae).toBe((10 + 10 + 5) / 6)
})

it('leaves labels of 0 out where they stand for nothing measured', () => {
  expect(maskedMetrics(labels, predictions)).toEqual({
    n: 3,
    rmse: Math.sqrt(13 / 3),
    mae: 5 / 3,
    mape: (2 / 60 + 3 / 50) / 3,
  })
  expect(maskedMetrics(Float64Array.of(0), Float64Array.of(1))).toBeNull()
})
