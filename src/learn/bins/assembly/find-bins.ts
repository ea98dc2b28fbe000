import { cellsOf, firstOf, secondOf } from './grid'

/**
 * Writes the bin of each value: the number of thresholds below it.
 *
 * A value's cell of an even grid says between which thresholds it lies, the others are searched. The cell never falls
 * as the value rises, so the bin is exact.
 *
 * @param values  f64, up to `end`; one more can be read.
 * @param thresholds  f64, ascending.
 * @param starts  Number of thresholds in the cells before each, u8, and at the end that of all.
 * @param last  Index of the last cell.
 * @param bins  Receives the bins, u8, and has room for one more.
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
  const lows = f64x2.splat(low)
  const scales = f64x2.splat(scale)
  const lasts = f64x2.splat(last)
  for (let at = values; at < end; at += 16, bins += 2) {
    const cells = cellsOf(v128.load(at), lows, scales, lasts)
    store<u8>(bins, binOf(load<f64>(at), starts + firstOf(cells), thresholds))
    store<u8>(bins, binOf(load<f64>(at, 8), starts + secondOf(cells), thresholds), 1)
  }
}

/** Counts the thresholds below a value, of which the cell says those before it and those up to its end, u8. */
function binOf(value: f64, cell: usize, thresholds: usize): u8 {
  let start = <u32>load<u8>(cell)
  let stop = <u32>load<u8>(cell, 1)
  while (start < stop) {
    const middle = (start + stop) >> 1
    if (value <= load<f64>(thresholds + ((<usize>middle) << 3))) stop = middle
    else start = middle + 1
  }
  return <u8>start
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
    const cells = cellsOf(v128.load64_splat(at), f64x2.splat(low), f64x2.splat(scale), f64x2.splat(last))
    const next = starts + firstOf(cells) + 1
    store<u8>(next, load<u8>(next) + 1)
  }
  for (let cell: usize = 0; cell < numCells; cell++) {
    store<u8>(starts + cell + 1, load<u8>(starts + cell) + load<u8>(starts + cell + 1))
  }
}
