import { countOf, sumOf } from './packed'
import { PACKED_BYTES } from './row'

/** Bits of the low part of a target; squares are summed as squares of parts, so that every sum is exact. */
const LOW_BITS: i64 = 15
const LOW_MASK: i64 = (1 << LOW_BITS) - 1

/**
 * Sums the squared targets of rows, with multiplicity: of all, and of those in a range of one feature's bins.
 *
 * @param low  A row is in range where its bin is in [low, low + span].
 * @param result  Receives the sums of high x high, high x low and low x low parts as f64, first of the rows in
 *   range, then of the others.
 */
export function sumSquares(
  rows: usize,
  end: usize,
  stride: usize,
  feature: usize,
  low: u32,
  span: u32,
  result: usize,
): void {
  let high: i64 = 0
  let cross: i64 = 0
  let square: i64 = 0
  let highInside: i64 = 0
  let crossInside: i64 = 0
  let squareInside: i64 = 0
  for (let row = rows; row < end; row += stride) {
    const packed = load<i64>(row + stride - PACKED_BYTES)
    const weight = countOf(packed)
    // both are small integers, so the quotient of the doubles is the target itself
    const target = <i64>(sumOf(packed) / weight)
    const inside = -(<i64>(<u32>load<u8>(row + feature) - low <= span))
    const highPart = target >> LOW_BITS
    const lowPart = target & LOW_MASK
    const weightedHigh = highPart * <i64>weight
    high += weightedHigh * highPart
    cross += weightedHigh * lowPart
    square += lowPart * lowPart * <i64>weight
    highInside += (weightedHigh * highPart) & inside
    crossInside += (weightedHigh * lowPart) & inside
    squareInside += (lowPart * lowPart * <i64>weight) & inside
  }
  store<f64>(result, <f64>highInside)
  store<f64>(result, <f64>crossInside, 8)
  store<f64>(result, <f64>squareInside, 16)
  store<f64>(result, <f64>(high - highInside), 24)
  store<f64>(result, <f64>(cross - crossInside), 32)
  store<f64>(result, <f64>(square - squareInside), 40)
}
