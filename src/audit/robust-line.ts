import { leastSquares } from './least-squares.ts'
import { rowNumbers } from './row-numbers.ts'

/** A straight line. */
export interface Line {
  readonly intercept: number
  readonly slope: number
}

const NUM_TRIMS = 3
/** Share of the points that each trim keeps: those nearest to the line so far. */
const KEPT = 0.75

/**
 * Fits a line through points of which few may lie anywhere.
 *
 * It begins with the median slope between points half of them apart, then fits those nearest to the line so far.
 *
 * Source: Theil, A Rank-Invariant Method of Linear Regression Analysis, 1950; Rousseeuw and Van Driessen, Computing
 * LTS Regression for Large Data Sets, 2006 (concentration steps).
 */
export function robustLine(x: Float64Array, y: Float64Array): Line {
  let line = medianLine(x, y)
  for (let trim = 0; trim < NUM_TRIMS; trim++) {
    const errors = y.map((value, at) => Math.abs(line.intercept + line.slope * x[at] - value))
    const limit = errors.toSorted()[Math.max(Math.ceil(KEPT * errors.length) - 1, 1)]
    const isNear = (_: number, at: number) => errors[at] <= limit
    line = lineOf(x.filter(isNear), y.filter(isNear))
  }
  return line
}

function medianLine(x: Float64Array, y: Float64Array): Line {
  const order = rowNumbers(x.length).sort((a, b) => x[a] - x[b])
  const half = order.length >> 1
  const slopes = Float64Array.from({ length: half }, (_, at) => {
    const [low, high] = [order[at], order[at + half]]
    return (y[high] - y[low]) / (x[high] - x[low])
  })
  const slope = medianOf(slopes.filter(Number.isFinite))
  return { slope, intercept: medianOf(y.map((value, at) => value - slope * x[at])) }
}

/** Gives the middle value, 0 of none. */
function medianOf(values: Float64Array): number {
  return values.length === 0 ? 0 : values.toSorted()[values.length >> 1]
}

function lineOf(x: Float64Array, y: Float64Array): Line {
  const { intercept, weights } = leastSquares([x], y)
  return { intercept, slope: weights[0] }
}
