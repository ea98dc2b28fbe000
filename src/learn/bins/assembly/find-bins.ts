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
  for (let at = values; at < end; at += 8, bins++) {
    const value = load<f64>(at)
    const cell = cellOf(value, low, scale, last)
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

/**
 * Counts the thresholds in the cells before each of an even grid.
 *
 * @param thresholds  f64, up to `end`.
 * @param starts  Receives u8, [last + 2].
 */
export function countBefore(
  thresholds: usize,
  end: usize,
  low: f64,
  scale: f64,
  last: f64,
  starts: usize,
): void {
  const numCells = <usize>last + 1
  memory.fill(starts, 0, numCells + 1)
  for (let at = thresholds; at < end; at += 8) {
    const next = starts + cellOf(load<f64>(at), low, scale, last) + 1
    store<u8>(next, load<u8>(next) + 1)
  }
  for (let cell: usize = 0; cell < numCells; cell++) {
    store<u8>(starts + cell + 1, load<u8>(starts + cell) + load<u8>(starts + cell + 1))
  }
}

function cellOf(value: f64, low: f64, scale: f64, last: f64): usize {
  const first: f64 = 0
  return <usize>(<u32>min(last, max(first, (value - low) * scale)))
}
