import { copyRow, isInRange, TAIL_BYTES, targetOf } from './row'
import { highOf, joinSquares, lowOf } from './squares'

/**
 * Ends the rows of a leaf, or of a last split: sums their squared targets, takes the prediction from what is left of
 * their labels, and brings them to the buffer in which the next tree begins.
 *
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param deltas  What is taken from rows out of range and in range, f64.
 * @param out  Where the rows go; `rows` where they stay.
 * @param range  Least and largest of what was left so far, f64; updated.
 * @param result  Receives the sums of the squared targets in range and of the others, as f64.
 */
export function closeRows(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  binOfCode: usize,
  low: u32,
  span: u32,
  center: f64,
  scale: f64,
  deltas: usize,
  out: usize,
  range: usize,
  result: usize,
): void {
  let highAll: i64 = 0
  let lowAll: i64 = 0
  let highInside: i64 = 0
  let lowInside: i64 = 0
  let least = f64x2.splat(load<f64>(range))
  let most = f64x2.splat(load<f64>(range, 8))
  const isMoved = out !== rows
  for (let row = rows; row < end; row += stride, out += stride) {
    const value = load<f64>(row + stride - TAIL_BYTES)
    const target = targetOf(value, center, scale)
    const square = target * target
    const isInside = <usize>isInRange(row, bundle, binOfCode, low, span)
    const inside = -(<i64>isInside)
    const high = highOf(square)
    const rest = lowOf(square)
    highAll += high
    lowAll += rest
    highInside += high & inside
    lowInside += rest & inside
    const left = value - load<f64>(deltas + (isInside << 3))
    least = f64x2.pmin(least, f64x2.splat(left))
    most = f64x2.pmax(most, f64x2.splat(left))
    if (isMoved) copyRow(row, out, stride)
    store<f64>(out + stride - TAIL_BYTES, left)
  }
  store<f64>(range, f64x2.extract_lane(least, 0))
  store<f64>(range, f64x2.extract_lane(most, 0), 8)
  store<f64>(result, joinSquares(highInside, lowInside))
  store<f64>(result, joinSquares(highAll - highInside, lowAll - lowInside), 8)
}
