import { baggedTarget, baggedWeight, isInRange, TAIL_BYTES } from './row'
import { highOf, joinSquares, lowOf } from './squares'

/**
 * Sums the squared targets of rows in a bag, with multiplicity: of those in a range of one feature's bins, and of the
 * others.
 *
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param result  Receives the sums of the rows in range and of the others, as f64.
 */
export function sumSquares(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  binOfCode: usize,
  low: u32,
  span: u32,
  result: usize,
): void {
  let highAll: i64 = 0
  let lowAll: i64 = 0
  let highInside: i64 = 0
  let lowInside: i64 = 0
  for (let row = rows; row < end; row += stride) {
    const target = baggedTarget(row + stride - TAIL_BYTES)
    const weight = baggedWeight(row + stride - TAIL_BYTES)
    const square = target * target
    const inside = -(<i64>isInRange(row, bundle, binOfCode, low, span))
    const high = highOf(square) * weight
    const rest = lowOf(square) * weight
    highAll += high
    lowAll += rest
    highInside += high & inside
    lowInside += rest & inside
  }
  store<f64>(result, joinSquares(highInside, lowInside))
  store<f64>(result, joinSquares(highAll - highInside, lowAll - lowInside), 8)
}
