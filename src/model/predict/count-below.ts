/**
 * Counts the thresholds that a value exceeds; NaN exceeds all.
 *
 * @param thresholds  Ascending.
 */
export function countBelow(thresholds: Float64Array, value: number): number {
  let start = 0
  let end = thresholds.length
  while (start < end) {
    const middle = (start + end) >>> 1
    if (value <= thresholds[middle]) end = middle
    else start = middle + 1
  }
  return start
}
