/**
 * Solves A x = b for a symmetric positive definite A.
 *
 * @param matrix  A, row-major, [size, size]; read only, the lower triangle is used.
 * @param right  b, [size].
 * @returns x, [size], or `null` where A is not positive definite within 1e-12 of its diagonal.
 *
 * Source: Golub and Van Loan, Matrix Computations, 2013, algorithm 4.2.1.
 */
export function solveCholesky(matrix: Float64Array, right: Float64Array): Float64Array | null {
  const size = right.length
  const lower = matrix.slice()
  for (let row = 0; row < size; row++) {
    for (let column = 0; column <= row; column++) {
      let sum = lower[row * size + column]
      for (let k = 0; k < column; k++) sum -= lower[row * size + k] * lower[column * size + k]
      if (column < row) {
        lower[row * size + column] = sum / lower[column * size + column]
        continue
      }
      if (!(sum > 1e-12 * matrix[row * size + row])) return null
      lower[row * size + row] = Math.sqrt(sum)
    }
  }
  return substituteBack(lower, substituteForward(lower, right))
}

function substituteForward(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const solution = right.slice()
  for (let row = 0; row < size; row++) {
    for (let k = 0; k < row; k++) solution[row] -= lower[row * size + k] * solution[k]
    solution[row] /= lower[row * size + row]
  }
  return solution
}

function substituteBack(lower: Float64Array, right: Float64Array): Float64Array {
  const size = right.length
  const solution = right.slice()
  for (let row = size - 1; row >= 0; row--) {
    for (let k = row + 1; k < size; k++) solution[row] -= lower[k * size + row] * solution[k]
    solution[row] /= lower[row * size + row]
  }
  return solution
}
