import { leastSquares } from './least-squares.ts'

/** A straight line. */
export interface Line {
  readonly intercept: number
  readonly slope: number
}

const NUM_TRIMS = 4
/** Share of the points that each trim keeps: those nearest to the line so far. */
const KEPT = 0.75

/**
 * Fits a line through points of which few may lie anywhere.
 *
 * Source: Rousseeuw and Van Driessen, Computing LTS Regression for Large Data Sets, 2006 (concentration steps).
 */
export function robustLine(x: Float64Array, y: Float64Array): Line {
  let line = lineOf(x, y)
  for (let trim = 0; trim < NUM_TRIMS; trim++) {
    const errors = y.map((value, at) => Math.abs(line.intercept + line.slope * x[at] - value))
    const limit = errors.toSorted()[Math.max(Math.ceil(KEPT * errors.length) - 1, 1)]
    const isNear = (_: number, at: number) => errors[at] <= limit
    line = lineOf(x.filter(isNear), y.filter(isNear))
  }
  return line
}

function lineOf(x: Float64Array, y: Float64Array): Line {
  const { intercept, weights } = leastSquares([x], y)
  return { intercept, slope: weights[0] }
}
