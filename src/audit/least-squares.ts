/** Coefficients of a linear function. */
export interface LinearFit {
  readonly intercept: number
  /** One a column; 0 for a column that the others before it already give. */
  readonly weights: Float64Array
}

/** A column whose part that is new is below this share of its length is taken for a sum of the others. */
const NOTHING_NEW = 1e-8

/**
 * Fits target = intercept + sum of weights * columns by least squares.
 *
 * @param columns  [numColumns] of [numRows], without NaN; read only.
 * @param target  [numRows], without NaN.
 *
 * Source: Golub and Van Loan, Matrix Computations, 2013, section 5.2.8 (modified Gram-Schmidt, done twice).
 * Cost: O(numRows * numColumns^2).
 */
export function leastSquares(columns: readonly Float64Array[], target: Float64Array): LinearFit {
  const means = columns.map(meanOf)
  const targetMean = meanOf(target)
  const basis: Float64Array[] = []
  const kept: number[] = []
  const upper: number[][] = []
  columns.forEach((column, index) => {
    const vector = column.map((value) => value - means[index])
    const length = Math.sqrt(dot(vector, vector))
    const shares = basis.map((other) => removeProjection(vector, other))
    basis.forEach((other, at) => {
      shares[at] += removeProjection(vector, other)
    })
    const rest = Math.sqrt(dot(vector, vector))
    if (!(rest > NOTHING_NEW * length)) return
    basis.push(vector.map((value) => value / rest))
    kept.push(index)
    upper.push([...shares, rest])
  })
  const residual = target.map((value) => value - targetMean)
  const right = basis.map((vector) => removeProjection(residual, vector))
  const weights = new Float64Array(columns.length)
  for (let at = kept.length - 1; at >= 0; at--) {
    let rest = right[at]
    for (let later = at + 1; later < kept.length; later++) rest -= upper[later][at] * weights[kept[later]]
    weights[kept[at]] = rest / upper[at][at]
  }
  const offset = means.reduce((sum, mean, index) => sum + mean * weights[index], 0)
  return { intercept: targetMean - offset, weights }
}

/** Takes from a vector its part along a unit vector, and gives the length of that part. */
function removeProjection(vector: Float64Array, unit: Float64Array): number {
  const share = dot(vector, unit)
  for (let at = 0; at < vector.length; at++) vector[at] -= share * unit[at]
  return share
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at] * b[at]
  return sum
}

function meanOf(values: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]
  return values.length === 0 ? 0 : sum / values.length
}
