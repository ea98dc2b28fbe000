/** Rows that are multiplied at a time: some 20 columns of them fit the first cache. */
export const CHUNK_ROWS = 128

/**
 * Adds the products of every two columns, in tiles of two by two columns, whose sums stay in registers.
 *
 * @param chunk  Columns one after another, [numColumns, CHUNK_ROWS]; the first `numRows` of each count.
 * @param products  Lower triangle, row-major without gaps, [numColumns * (numColumns + 1) / 2].
 */
export function addProducts(
  chunk: Float64Array,
  numColumns: number,
  numRows: number,
  products: Float64Array,
): void {
  for (let column = 0; column < numColumns; column += 2) {
    const next = Math.min(column + 1, numColumns - 1)
    const row = triangle(column)
    const nextRow = triangle(next)
    for (let other = 0; other <= column; other += 2) {
      const second = Math.min(other + 1, numColumns - 1)
      let a = column * CHUNK_ROWS
      let b = next * CHUNK_ROWS
      let c = other * CHUNK_ROWS
      let d = second * CHUNK_ROWS
      let ac = 0
      let ad = 0
      let bc = 0
      let bd = 0
      for (const end = a + numRows; a < end; a++, b++, c++, d++) {
        ac += chunk[a] * chunk[c]
        ad += chunk[a] * chunk[d]
        bc += chunk[b] * chunk[c]
        bd += chunk[b] * chunk[d]
      }
      products[row + other] += ac
      if (second <= column && second !== other) products[row + second] += ad
      if (next === column) continue
      products[nextRow + other] += bc
      if (second !== other) products[nextRow + second] += bd
    }
  }
}

/** Where a row of a lower triangle begins. */
function triangle(row: number): number {
  return (row * (row + 1)) / 2
}
