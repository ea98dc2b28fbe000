import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { toFixedPoint } from '../../src/learn/fixed-point.ts'

describe('toFixedPoint', () => {
  it('loses nothing of labels that are multiples of an eighth', () => {
    const labels = Float64Array.of(64.375, 12.5, 0, 70)
    const { values, center, step } = toFixedPoint(labels)
    expect(Array.from(values, (value) => center + step * value)).toEqual([...labels])
  })

  it('takes constant labels', () => {
    const { values, center } = toFixedPoint(Float64Array.of(5, 5))
    expect([...values]).toEqual([0, 0])
    expect(center).toBe(5)
  })

  it('is off by half a step at most, and keeps sums below 2^39', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 50 }),
        (list) => {
          const labels = Float64Array.from(list)
          const { values, center, step } = toFixedPoint(labels)
          const slack = step / 2 + 1e-9
          labels.forEach((label, row) => {
            expect(Math.abs(center + step * values[row] - label)).toBeLessThanOrEqual(slack)
          })
          expect(values.reduce((sum, value) => sum + Math.abs(value), 0)).toBeLessThan(2 ** 39)
        },
      ),
    )
  })
})
