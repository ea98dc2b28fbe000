import { describe, expect, it } from 'vitest'
import { fitLinearRegression } from '../../src/learn/linear-regression.ts'
import { trainingFromRows } from '../learn/training-from-rows.ts'
import { relativeDifference } from './difference.ts'
import { type Golden, goldensOf } from './goldens.ts'

interface LinearGolden extends Golden {
  readonly data: { readonly features: number[][]; readonly labels: number[] }
  readonly expected: { readonly cases: LinearCase[] }
  readonly tolerance: { readonly relative: number; readonly reason: string }
}

interface LinearCase {
  readonly params: {
    readonly solver?: 'normal' | 'l-bfgs'
    readonly regParam: number
    readonly elasticNetParam: number
  }
  readonly coefficients: number[]
  readonly intercept: number
}

describe.each(goldensOf<LinearGolden>('LinearRegression'))('$name', ({ data, expected, tolerance }) => {
  it.each(expected.cases)('$params', ({ params, coefficients, intercept }) => {
    const training = trainingFromRows(data.features, data.labels)
    const { solver, elasticNetParam } = params
    // Spark's l-bfgs divides by sample deviations, ours and Spark's normal by those of the population
    const numRows = data.labels.length
    const regParam = params.regParam * (solver === 'l-bfgs' ? Math.sqrt(numRows / (numRows - 1)) : 1)
    const model = fitLinearRegression(training, { regParam, elasticNetParam, tol: 1e-14, maxIter: 100_000 })
    expect(relativeDifference(model.coefficients, coefficients)).toBeLessThanOrEqual(tolerance.relative)
    expect(relativeDifference([model.intercept], [intercept])).toBeLessThanOrEqual(tolerance.relative)
  })
})
