import { sumOfLanes } from './center-column'

/**
 * Adds the products of every two columns, in tiles of two by two columns, whose sums stay in registers.
 *
 * @param columns  Columns of f64, `step` bytes from one to the next.
 * @param numBytes  Of each column; an even number of values.
 * @param products  Lower triangle, row-major without gaps, f64, [numColumns * (numColumns + 1) / 2].
 */
export function addProducts(
  columns: usize,
  step: usize,
  numColumns: usize,
  numBytes: usize,
  products: usize,
): void {
  for (let column: usize = 0; column < numColumns; column += 2) {
    const next = min(column + 1, numColumns - 1)
    for (let other: usize = 0; other <= column; other += 2) {
      const second = min(other + 1, numColumns - 1)
      const a = columns + column * step
      const toB = (next - column) * step
      const c = columns + other * step
      const toD = (second - other) * step
      let ac = f64x2.splat(0)
      let ad = ac
      let bc = ac
      let bd = ac
      for (let at: usize = 0; at < numBytes; at += 16) {
        const ofA = v128.load(a + at)
        const ofB = v128.load(a + at + toB)
        const ofC = v128.load(c + at)
        const ofD = v128.load(c + at + toD)
        ac = f64x2.add(ac, f64x2.mul(ofA, ofC))
        ad = f64x2.add(ad, f64x2.mul(ofA, ofD))
        bc = f64x2.add(bc, f64x2.mul(ofB, ofC))
        bd = f64x2.add(bd, f64x2.mul(ofB, ofD))
      }
      add(products, column, other, ac)
      if (second <= column && second !== other) add(products, column, second, ad)
      if (next === column) continue
      add(products, next, other, bc)
      if (second !== other) add(products, next, second, bd)
    }
  }
}

/** Adds both lanes to the product of two columns, the second not after the first. */
function add(products: usize, column: usize, other: usize, lanes: v128): void {
  const at = products + (((column * (column + 1)) / 2 + other) << 3)
  store<f64>(at, load<f64>(at) + sumOfLanes(lanes))
}
