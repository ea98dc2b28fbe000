import { cellsOf, firstOf, secondOf } from './grid'

/**
 * Widens a range so that it holds all values.
 *
 * @param values  f64, up to `end`: an even number of them.
 * @param range  Least and largest so far, f64; updated.
 */
export function widenRange(values: usize, end: usize, range: usize): void {
  let low = v128.load64_splat(range)
  let high = v128.load64_splat(range, 8)
  for (let at = values; at < end; at += 16) {
    const pair = v128.load(at)
    low = f64x2.pmin(low, pair)
    high = f64x2.pmax(high, pair)
  }
  store<f64>(range, min(f64x2.extract_lane(low, 0), f64x2.extract_lane(low, 1)))
  store<f64>(range, max(f64x2.extract_lane(high, 0), f64x2.extract_lane(high, 1)), 8)
}

/**
 * Counts values by their cell of an even grid.
 *
 * @param values  f64, up to `end`; one more can be read.
 * @param last  Index of the last cell.
 * @param counts  u32, by cell; added to.
 */
export function countCells(values: usize, end: usize, low: f64, scale: f64, last: f64, counts: usize): void {
  const lows = f64x2.splat(low)
  const scales = f64x2.splat(scale)
  const lasts = f64x2.splat(last)
  for (let at = values; at < end; at += 16) {
    const cells = cellsOf(v128.load(at), lows, scales, lasts)
    countIn(counts + (firstOf(cells) << 2))
    if (at + 8 < end) countIn(counts + (secondOf(cells) << 2))
  }
}

function countIn(count: usize): void {
  store<u32>(count, load<u32>(count) + 1)
}

/**
 * Writes the values of some cells side by side.
 *
 * @param values  f64, up to `end`; one more can be read.
 * @param places  By cell the address of where its next value goes, u32, or 0 for a cell whose values are left out; updated.
 */
export function gatherCells(values: usize, end: usize, low: f64, scale: f64, last: f64, places: usize): void {
  const lows = f64x2.splat(low)
  const scales = f64x2.splat(scale)
  const lasts = f64x2.splat(last)
  for (let at = values; at < end; at += 16) {
    const cells = cellsOf(v128.load(at), lows, scales, lasts)
    gather(load<f64>(at), places + (firstOf(cells) << 2))
    if (at + 8 < end) gather(load<f64>(at, 8), places + (secondOf(cells) << 2))
  }
}

function gather(value: f64, place: usize): void {
  const to = load<u32>(place)
  if (to === 0) return
  store<f64>(to, value)
  store<u32>(place, to + 8)
}
