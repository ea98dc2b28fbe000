import { describe, expect, it } from 'vitest'
import { fitLinearRegression } from '../../src/learn/linear-regression.ts'
import { trainingFromRows } from './training-from-rows.ts'

describe('fitLinearRegression', () => {
  it('finds an exact line', () => {
    const model = fitLinearRegression(trainingFromRows([[1], [2], [4]], [5, 7, 11]), {})
    expect(model.coefficients[0]).toBeCloseTo(2, 12)
    expect(model.intercept).toBeCloseTo(3, 12)
  })

  it('gives a constant slot the coefficient 0, and constant labels their value', () => {
    const model = fitLinearRegression(
      trainingFromRows(
        [
          [1, 5],
          [2, 5],
          [3, 5],
        ],
        [2, 4, 6],
      ),
      {},
    )
    expect([...model.coefficients]).toEqual([expect.closeTo(2, 12), 0])
    const flat = fitLinearRegression(trainingFromRows([[1], [2]], [9, 9]), { regParam: 0.1 })
    expect([flat.coefficients[0], flat.intercept]).toEqual([0, 9])
  })

  it('solves two equal slots without a penalty', () => {
    const model = fitLinearRegression(
      trainingFromRows(
        [
          [1, 1],
          [2, 2],
          [4, 4],
        ],
        [5, 7, 11],
      ),
      { tol: 1e-12 },
    )
    expect(model.coefficients[0] + model.coefficients[1]).toBeCloseTo(2, 9)
  })

  it('sets weak slots to 0 under an L1 penalty', () => {
    // slot 1 is unrelated to the label
    const rows = [
      [1, 1],
      [2, -1],
      [3, -1],
      [4, 1],
    ]
    const model = fitLinearRegression(trainingFromRows(rows, [2, 4, 6, 8]), {
      regParam: 0.5,
      elasticNetParam: 1,
      tol: 1e-12,
    })
    // the label deviates by sqrt 5; in deviations the weight of slot 0 falls from 1 by 0.5 / sqrt 5
    expect(model.coefficients[0]).toBeCloseTo(2 * (1 - 0.5 / Math.sqrt(5)), 9)
    expect(model.coefficients[1]).toBe(0)
  })
})
