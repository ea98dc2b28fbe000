/** A quadratic problem: minimise x'Ax / 2 - b'x + l1 |x|_1, A symmetric with a positive diagonal. */
export interface LassoProblem {
  /** A, row-major, [size, size], both triangles. */
  readonly matrix: Float64Array
  /** b, [size]. */
  readonly right: Float64Array
  readonly l1: number
  /** Most sweeps over all coordinates. */
  readonly maxIter: number
  /** Ends when no coordinate moved by more. */
  readonly tolerance: number
}

/**
 * Solves a lasso by cyclic coordinate descent with soft thresholds.
 *
 * @returns x, [size].
 *
 * Source: Friedman, Hastie and Tibshirani, Regularization Paths for Generalized Linear Models, 2010.
 */
export function descendCoordinates(problem: LassoProblem): Float64Array {
  const { matrix, right, l1, maxIter, tolerance } = problem
  const size = right.length
  const solution = new Float64Array(size)
  const residual = right.slice()
  for (let sweep = 0; sweep < maxIter; sweep++) {
    let largestMove = 0
    for (let at = 0; at < size; at++) {
      const diagonal = matrix[at * size + at]
      const pull = residual[at] + diagonal * solution[at]
      const moved = (Math.sign(pull) * Math.max(Math.abs(pull) - l1, 0)) / diagonal - solution[at]
      if (moved === 0) continue
      solution[at] += moved
      for (let other = 0; other < size; other++) residual[other] -= moved * matrix[other * size + at]
      largestMove = Math.max(largestMove, Math.abs(moved))
    }
    if (largestMove <= tolerance) break
  }
  return solution
}
