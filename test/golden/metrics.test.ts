import { expect, it } from 'vitest'
import { type RegressionMetrics, regressionMetrics } from '../../src/metrics/regression.ts'
import { relativeDifference } from './difference.ts'
import { type Golden, goldensOf } from './goldens.ts'

interface MetricsGolden extends Golden {
  readonly data: { readonly labels: number[]; readonly predictions: number[] }
  readonly expected: RegressionMetrics & { readonly mse: number }
  readonly tolerance: { readonly relative: number; readonly reason: string }
}

it.each(goldensOf<MetricsGolden>('RegressionEvaluator'))('$name', ({ data, expected, tolerance }) => {
  const metrics = regressionMetrics(Float64Array.from(data.labels), Float64Array.from(data.predictions))
  const { rmse, r2, mae } = metrics
  const { rmse: sparkRmse, mse, r2: sparkR2, mae: sparkMae } = expected
  expect(relativeDifference([rmse, rmse * rmse, r2, mae], [sparkRmse, mse, sparkR2, sparkMae])).toBeLessThan(
    tolerance.relative,
  )
})
