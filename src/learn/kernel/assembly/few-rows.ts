import { accept, isNearlyBetter, LEAST_SHARE } from './judge-split'
import { binOf } from './row'

/**
 * The scratch holds two sums for each bin, of every other row each: rows of a small node are much alike, and a sum that
 * is read again before it has been written takes its time.
 */
const SECOND: usize = 2048 + 64
/** Where the marks of the occupied bins stand in the scratch, a byte each. */
const OCCUPIED: usize = 2 * SECOND

/** Sums rows by the bin of one feature into the scratch, and marks the bins that hold any. */
export function sumFeature(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  binOfCode: usize,
  packed: usize,
  scratch: usize,
): void {
  let row = rows
  for (const last = end - stride; row < last; row += 2 * stride, packed += 16) {
    const bin = <usize>binOf(row, bundle, binOfCode)
    const other = <usize>binOf(row + stride, bundle, binOfCode)
    const cell = scratch + (bin << 3)
    const otherCell = scratch + (other << 3)
    store<i64>(cell, load<i64>(cell) + load<i64>(packed))
    store<i64>(otherCell, load<i64>(otherCell, SECOND) + load<i64>(packed, 8), SECOND)
    store<u8>(scratch + bin, 255, OCCUPIED)
    store<u8>(scratch + other, 255, OCCUPIED)
  }
  if (row === end) return
  const bin = <usize>binOf(row, bundle, binOfCode)
  const cell = scratch + (bin << 3)
  store<i64>(cell, load<i64>(cell) + load<i64>(packed))
  store<u8>(scratch + bin, 255, OCCUPIED)
}

/** Adds the second sum of each bin to the first. */
export function joinSums(scratch: usize, numBins: usize): void {
  for (let cell = scratch; cell < scratch + (numBins << 3); cell += 16) {
    v128.store(cell, i64x2.add(v128.load(cell), v128.load(cell, SECOND)))
  }
}

/** Tries every occupied bin of a numeric feature as the last that goes left, and empties the scratch; gives the best score so far. */
export function scanOccupied(
  scratch: usize,
  numBins: usize,
  feature: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  best: f64,
  result: usize,
): f64 {
  let left: i64 = 0
  let least = best * LEAST_SHARE
  for (let first: usize = 0; first < numBins; first += 16) {
    const marks = scratch + OCCUPIED + first
    let occupied = i8x16.bitmask(v128.load(marks))
    if (occupied === 0) continue
    v128.store(marks, i8x16.splat(0))
    while (occupied !== 0) {
      const bin = first + <usize>ctz(occupied)
      occupied &= occupied - 1
      const cell = scratch + (bin << 3)
      left += load<i64>(cell) + load<i64>(cell, SECOND)
      store<i64>(cell, 0)
      store<i64>(cell, 0, SECOND)
      if (!isNearlyBetter(left, numRows, sum, least)) continue
      best = accept(left, feature, bin, numRows, sum, minRows, minGain, best, result)
      least = best * LEAST_SHARE
    }
  }
  return best
}

/** Empties the scratch. */
export function clearScratch(scratch: usize, numBins: usize): void {
  const zero = i64x2.splat(0)
  for (let cell = scratch; cell < scratch + (numBins << 3); cell += 16) {
    v128.store(cell, zero)
    v128.store(cell, zero, SECOND)
  }
  for (let mark: usize = 0; mark < numBins; mark += 16) v128.store(scratch + mark, zero, OCCUPIED)
}
