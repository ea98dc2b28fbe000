/**
 * Writes the bin of each value: the number of thresholds below it.
 *
 * A value's cell of an even grid says between which thresholds it lies, the others are searched. The cell never falls
 * as the value rises, in rounded numbers too, so the bin is exact.
 *
 * @param values  f64, up to `end`.
 * @param thresholds  f64, ascending.
 * @param starts  Number of thresholds in the cells before each, u8, and at the end that of all.
 * @param last  Index of the last cell.
 * @param bins  Receives the bins, u8.
 */
export function findBins(
  values: usize,
  end: usize,
  thresholds: usize,
  starts: usize,
  low: f64,
  scale: f64,
  last: f64,
  bins: usize,
): void {
  const first: f64 = 0
  for (let at = values; at < end; at += 8, bins++) {
    const value = load<f64>(at)
    const cell = <usize>(<u32>min(last, max(first, (value - low) * scale)))
    let start = <u32>load<u8>(starts + cell)
    let stop = <u32>load<u8>(starts + cell, 1)
    while (start < stop) {
      const middle = (start + stop) >> 1
      if (value <= load<f64>(thresholds + ((<usize>middle) << 3))) stop = middle
      else start = middle + 1
    }
    store<u8>(bins, <u8>start)
  }
}
