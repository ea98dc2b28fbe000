import { countOf, sumOf } from './packed'
import { countsOf, sumsOf } from './packed-pairs'

/** What a score may fall short of the best one before the division that decides it; far above rounding. */
export const LEAST_SHARE: f64 = 1 - 1e-12

/**
 * Tells without a division whether a split may beat the best one.
 *
 * Of an empty side the difference is exactly 0, so it never may.
 *
 * @param left  Packed sum and count of the left side.
 * @param least  The best score times LEAST_SHARE.
 */
export function isNearlyBetter(left: i64, numRows: f64, sum: f64, least: f64): bool {
  const leftRows = countOf(left)
  const difference = sumOf(left) * numRows - sum * leftRows
  return difference * difference > least * (leftRows * (numRows - leftRows))
}

/** Tells of two splits at a time whether one of them may beat the best one; see isNearlyBetter. */
export function isAnyNearlyBetter(left: v128, numRows: f64, sum: f64, least: f64): bool {
  const leftRows = countsOf(left)
  const all = f64x2.splat(numRows)
  const difference = f64x2.sub(f64x2.mul(sumsOf(left), all), f64x2.mul(f64x2.splat(sum), leftRows))
  const weight = f64x2.mul(leftRows, f64x2.sub(all, leftRows))
  return v128.any_true(f64x2.gt(f64x2.mul(difference, difference), f64x2.mul(f64x2.splat(least), weight)))
}

/** Writes a split to the result if it beats the best one within the limits; gives the best score then. */
export function accept(
  left: i64,
  feature: usize,
  bin: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  best: f64,
  result: usize,
): f64 {
  const leftRows = countOf(left)
  const rightRows = numRows - leftRows
  if (leftRows < minRows || rightRows < minRows) return best
  const leftSum = sumOf(left)
  const difference = leftSum * numRows - sum * leftRows
  const score = (difference * difference) / (leftRows * rightRows)
  if (!(score > best)) return best
  const gain = score / (numRows * numRows)
  if (gain < minGain) return best
  store<f64>(result, <f64>feature)
  store<f64>(result, <f64>bin, 8)
  store<f64>(result, gain, 16)
  store<f64>(result, leftSum, 24)
  store<f64>(result, leftRows, 32)
  return score
}
