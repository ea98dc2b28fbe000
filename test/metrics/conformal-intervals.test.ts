import { expect, it } from 'vitest'
import { conformalIntervals } from '../../src/metrics/conformal-intervals.ts'

const regimes = { names: ['slow', 'fast'], ends: [40], codeOf: (speed: number) => (speed < 40 ? 0 : 1) }

/** Rows to calibrate on with residuals -n to n of one prediction. */
function spreadOf(prediction: number, n: number) {
  return Array.from({ length: 2 * n + 1 }, (_, at) => ({ prediction, residual: at - n, isCalibration: 1 }))
}

function intervalsOf(
  rows: readonly { readonly prediction: number; readonly residual: number; readonly isCalibration: number }[],
) {
  return conformalIntervals(
    {
      labels: Float64Array.from(rows, ({ prediction, residual }) => prediction + residual),
      predictions: Float64Array.from(rows, ({ prediction }) => prediction),
      isCalibration: Uint8Array.from(rows, ({ isCalibration }) => isCalibration),
    },
    regimes,
  )
}

it('cuts off a twentieth of the residuals on either side, and counts on other rows what is inside', () => {
  const judged = [-200, -90, 0, 91].map((residual) => ({ prediction: 60, residual, isCalibration: 0 }))
  const { coverage, regimes: found } = intervalsOf([...spreadOf(60, 100), ...judged])
  // 201 residuals: rank floor(0.05 * 202) = 10 from either end, that is -91 and 91
  expect(found[1]).toEqual({
    regime: 'fast',
    below: null,
    rows: 201,
    residuals: [-91, 91],
    rows_judged: 4,
    coverage: 0.75,
  })
  expect(coverage).toBe(0.75)
})

it('has an interval of its own for each regime, and that of all where rows are few', () => {
  const judged = [{ prediction: 60, residual: 0, isCalibration: 0 }]
  const own = intervalsOf([...spreadOf(60, 100), ...spreadOf(20, 50), ...judged]).regimes
  expect(own.map(({ residuals }) => residuals)).toEqual([
    [-46, 46],
    [-91, 91],
  ])
  const few = intervalsOf([...spreadOf(60, 100), ...spreadOf(20, 2), ...judged]).regimes
  expect(few[0].rows).toBe(5)
  // 206 residuals together: rank 10 from either end; the five small ones lie inside
  expect(few[0].residuals).toEqual([-91, 91])
  expect(few[0].coverage).toBeNull()
})
