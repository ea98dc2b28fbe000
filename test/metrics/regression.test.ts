import { describe, expect, it } from 'vitest'
import { regressionMetrics } from '../../src/metrics/regression.ts'

describe('regressionMetrics', () => {
  it('compares by hand', () => {
    // errors 1, -1, 0, 2: SSE 6; labels around 3: SST 14
    const metrics = regressionMetrics(Float64Array.of(1, 2, 3, 6), Float64Array.of(0, 3, 3, 4))
    expect(metrics.r2).toBeCloseTo(1 - 6 / 14, 12)
    expect(metrics.rmse).toBeCloseTo(Math.sqrt(6 / 4), 12)
    expect(metrics.mae).toBe(1)
  })

  it('is perfect on equal lists and explains nothing of constant labels', () => {
    expect(regressionMetrics(Float64Array.of(1, 2), Float64Array.of(1, 2))).toEqual({
      r2: 1,
      rmse: 0,
      mae: 0,
    })
    expect(regressionMetrics(Float64Array.of(4, 4), Float64Array.of(5, 5)).r2).toBe(0)
  })
})
