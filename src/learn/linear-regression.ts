import type { LinearRegressionModel } from '../model/linear.ts'
import type { Params } from '../model/params.ts'
import { solveCholesky } from './cholesky.ts'
import { descendCoordinates } from './coordinate-descent.ts'
import { type Moments, measureMoments } from './moments/measure-moments.ts'
import { checkParams, type ParamDeclarations } from './params.ts'
import type { TrainingSet } from './training-set.ts'

/** Parameters of linear regression, by Spark's names and defaults. */
export const linearParams = {
  maxIter: {
    type: 'int',
    default: 100,
    min: 0,
    max: 1_000_000,
    doc: 'Most sweeps where there is no closed form.',
  },
  regParam: {
    type: 'float',
    default: 0,
    min: 0,
    max: 1e300,
    doc: 'Weight of the penalty on the coefficients.',
  },
  elasticNetParam: { type: 'float', default: 0, min: 0, max: 1, doc: 'Share of the penalty that is L1.' },
  tol: {
    type: 'float',
    default: 1e-6,
    min: 0,
    max: 1e300,
    doc: 'Ends the sweeps when no coefficient moves by more.',
  },
} satisfies ParamDeclarations

/**
 * Fits linear regression with an elastic-net penalty.
 *
 * With x and y divided by their population deviations it minimises
 *
 *     1/(2n) SSE + (regParam / std y) (a |w|_1 + (1 - a)/2 |w|^2),   a = elasticNetParam
 *
 * and brings the coefficients back; the intercept is free and a slot without variance has coefficient 0.
 * Ridge is solved in closed form, an L1 penalty or a singular system by coordinate descent.
 *
 * @throws FreeflowError `usage` for a parameter out of bounds.
 *
 * Source: Spark ML, WeightedLeastSquares. Cost: O(numRows x numSlots^2) time, O(numSlots^2) memory.
 */
export function fitLinearRegression(training: TrainingSet, given: Params): LinearRegressionModel {
  const params = checkParams('linear_regression', linearParams, given)
  const moments = measureMoments(training.matrix, training.labels)
  const { numSlots } = training.matrix
  const coefficients = new Float64Array(numSlots)
  const labelStd = Math.sqrt(moments.labelVariance)
  const slots = Array.from({ length: numSlots }, (_, slot) => slot).filter(
    (slot) => moments.covariance[slot * numSlots + slot] > 0,
  )
  if (labelStd > 0 && slots.length > 0) {
    const stds = slots.map((slot) => Math.sqrt(moments.covariance[slot * numSlots + slot]))
    const solution = solve(standardise(moments, slots, stds, labelStd), labelStd, params)
    slots.forEach((slot, at) => {
      coefficients[slot] = (solution[at] * labelStd) / stds[at]
    })
  }
  const offset = coefficients.reduce((sum, weight, slot) => sum + weight * moments.mean[slot], 0)
  const intercept = moments.labelMean - offset
  return { kind: 'linear_regression', numFeatures: numSlots, coefficients, intercept, params }
}

/** Correlations of the slots, row-major, [size, size], and with the label, [size]. */
interface NormalEquations {
  readonly matrix: Float64Array
  readonly right: Float64Array
}

function standardise(moments: Moments, slots: number[], stds: number[], labelStd: number): NormalEquations {
  const size = slots.length
  const numSlots = moments.mean.length
  const matrix = new Float64Array(size * size)
  const right = Float64Array.from(slots, (slot, at) => moments.labelCovariance[slot] / (stds[at] * labelStd))
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      const covariance = moments.covariance[slots[row] * numSlots + slots[column]]
      const correlation = covariance / (stds[row] * stds[column])
      matrix[row * size + column] = correlation
      matrix[column * size + row] = correlation
    }
  }
  return { matrix, right }
}

function solve(
  { matrix, right }: NormalEquations,
  labelStd: number,
  params: { regParam: number; elasticNetParam: number; maxIter: number; tol: number },
): Float64Array {
  const size = right.length
  const penalty = params.regParam / labelStd
  const penalised = matrix.slice()
  for (let at = 0; at < size; at++) penalised[at * size + at] += penalty * (1 - params.elasticNetParam)
  const l1 = penalty * params.elasticNetParam
  const exact = l1 === 0 ? solveCholesky(penalised, right) : null
  const { maxIter, tol } = params
  return exact ?? descendCoordinates({ matrix: penalised, right, l1, maxIter, tolerance: tol })
}
