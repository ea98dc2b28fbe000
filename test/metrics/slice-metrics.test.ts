import fc from 'fast-check'
import { expect, it } from 'vitest'
import { regressionMetrics } from '../../src/metrics/regression.ts'
import { sliceMetrics } from '../../src/metrics/slice-metrics.ts'

it('measures each slice against its own mean, and leaves out what has no row', () => {
  const labels = Float64Array.of(1, 10, 3, 20, 99)
  const predictions = Float64Array.of(2, 10, 2, 20, 0)
  const slicing = { codes: Int32Array.of(1, 0, 1, 0, -1), names: ['fast', 'slow', 'none'] }
  // slow: mean 2, SST 2, SSE 2; the last row is in no slice
  expect(sliceMetrics(labels, predictions, slicing)).toEqual([
    { value: 'fast', n: 2, r2: 1, rmse: 0, mae: 0 },
    { value: 'slow', n: 2, r2: 0, rmse: 1, mae: 1 },
  ])
})

it('adds up to all rows: squared and absolute errors by number of rows', () => {
  const row = fc.record({ label: fc.double({ min: 0, max: 90, noNaN: true }), code: fc.nat(3) })
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 50 }), (rows) => {
      const labels = Float64Array.from(rows, ({ label }) => label)
      const predictions = labels.map((label, at) => label + (at % 3))
      const slicing = { codes: Int32Array.from(rows, ({ code }) => code), names: ['a', 'b', 'c', 'd'] }
      const slices = sliceMetrics(labels, predictions, slicing)
      const all = regressionMetrics(labels, predictions)
      const sum = (of: (slice: (typeof slices)[number]) => number) =>
        slices.reduce((total, slice) => total + of(slice) * slice.n, 0) / rows.length
      expect(sum(({ mae }) => mae)).toBeCloseTo(all.mae, 9)
      expect(sum(({ rmse }) => rmse ** 2)).toBeCloseTo(all.rmse ** 2, 9)
      expect(slices.reduce((total, { n }) => total + n, 0)).toBe(rows.length)
    }),
  )
})
