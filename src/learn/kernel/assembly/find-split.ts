import { BUNDLE_BYTES } from './histogram'
import { accept, isNearlyBetter, LEAST_SHARE } from './judge-split'
import { binOf } from './row'

/** Bytes that the table of features takes for each; see FEATURE_WORDS. */
const ENTRY_BYTES: usize = 20
/** Bytes of the bins by code of a feature. */
const CODE_BYTES: usize = 256
/** Where the marks of the occupied bins stand behind the bins of the scratch, a byte each. */
const OCCUPIED: usize = 2048

/**
 * Finds the best split of a node; TreeKernel.findSplit says what is best.
 *
 * @param histogram  Histogram of the node, or 0: then its rows are summed feature by feature as they are drawn.
 *   Of a bundle of several features the codes are added up for each that is drawn.
 * @param packed  What each of these rows adds, i64; see packRows.
 * @param drawn  1 for each slot that may be chosen.
 * @param scratch  All zero, and so again at the end.
 * @param result  Receives feature (-1: none), bin, gain, sum and rows of the left side, as f64.
 */
export function findSplit(
  histogram: usize,
  rows: usize,
  end: usize,
  stride: usize,
  packed: usize,
  features: usize,
  binOfCode: usize,
  numFeatures: usize,
  drawn: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  scratch: usize,
  result: usize,
): void {
  store<f64>(result, -1)
  let best: f64 = 0
  for (let feature: usize = 0; feature < numFeatures; feature++) {
    const entry = features + feature * ENTRY_BYTES
    const slot = drawn + load<u32>(entry)
    const numSlots = load<u32>(entry, 4)
    if (!isAnyDrawn(slot, max<u32>(numSlots, 1))) continue
    const numBins = load<u32>(entry, 8)
    const bundle = load<u32>(entry, 12)
    const numJoined = load<u32>(entry, 16)
    const bins = binOfCode + feature * CODE_BYTES
    let cells = histogram + <usize>bundle * BUNDLE_BYTES
    if (histogram === 0) {
      sumFeature(rows, end, stride, bundle, bins, packed, scratch)
      cells = scratch
    } else if (numJoined > 0) {
      addUpCodes(cells, bins, numJoined, scratch)
      cells = scratch
    }
    if (numSlots > 0) {
      best = scanGroup(cells, slot, numSlots, feature, numRows, sum, minRows, minGain, best, result)
    } else if (histogram === 0) {
      best = scanOccupied(scratch, numBins, feature, numRows, sum, minRows, minGain, best, result)
      continue
    } else {
      best = scanBins(cells, numBins, feature, numRows, sum, minRows, minGain, best, result)
    }
    if (cells === scratch) clearScratch(scratch, numBins)
  }
}

function isAnyDrawn(drawn: usize, numSlots: u32): bool {
  for (let slot: usize = 0; slot < numSlots; slot++) if (load<u8>(drawn + slot) === 1) return true
  return false
}

/** Adds up the codes of a bundle by the bin of one feature, into the scratch. */
function addUpCodes(cells: usize, binOfCode: usize, numCodes: usize, scratch: usize): void {
  for (let code: usize = 0; code < numCodes; code++) {
    const cell = scratch + ((<usize>load<u8>(binOfCode + code)) << 3)
    store<i64>(cell, load<i64>(cell) + load<i64>(cells + (code << 3)))
  }
}

/** Sums the rows by the bin of one feature into the scratch, and marks the bins that hold any. */
function sumFeature(
  rows: usize,
  end: usize,
  stride: usize,
  bundle: usize,
  binOfCode: usize,
  packed: usize,
  scratch: usize,
): void {
  for (let row = rows; row < end; row += stride, packed += 8) {
    const bin = <usize>binOf(row, bundle, binOfCode)
    const cell = scratch + (bin << 3)
    store<i64>(cell, load<i64>(cell) + load<i64>(packed))
    store<u8>(scratch + bin, 255, OCCUPIED)
  }
}

function clearScratch(scratch: usize, numBins: usize): void {
  memory.fill(scratch, 0, numBins << 3)
  memory.fill(scratch + OCCUPIED, 0, numBins)
}

/** Tries every bin of a numeric feature as the last that goes left; gives the best score so far. */
function scanBins(
  cells: usize,
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
  // an empty bin repeats the score before it, which is no better
  for (let bin: usize = 0; bin < numBins; bin++) {
    left += load<i64>(cells + (bin << 3))
    if (!isNearlyBetter(left, numRows, sum, least)) continue
    best = accept(left, feature, bin, numRows, sum, minRows, minGain, best, result)
    least = best * LEAST_SHARE
  }
  return best
}

/** Does the same on the occupied bins of the scratch, and empties it. */
function scanOccupied(
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
    v128.store(marks, i8x16.splat(0))
    while (occupied !== 0) {
      const bin = first + <usize>ctz(occupied)
      occupied &= occupied - 1
      const cell = scratch + (bin << 3)
      left += load<i64>(cell)
      store<i64>(cell, 0)
      if (!isNearlyBetter(left, numRows, sum, least)) continue
      best = accept(left, feature, bin, numRows, sum, minRows, minGain, best, result)
      least = best * LEAST_SHARE
    }
  }
  return best
}

/** Tries every drawn slot of a one-hot group as the one that goes right; gives the best score so far. */
function scanGroup(
  cells: usize,
  drawn: usize,
  numSlots: usize,
  feature: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  best: f64,
  result: usize,
): f64 {
  const all = ((<i64>sum) << 24) + <i64>numRows
  for (let bin: usize = 0; bin < numSlots; bin++) {
    if (load<u8>(drawn + bin) === 0) continue
    const left = all - load<i64>(cells + (bin << 3))
    if (!isNearlyBetter(left, numRows, sum, best * LEAST_SHARE)) continue
    best = accept(left, feature, bin, numRows, sum, minRows, minGain, best, result)
  }
  return best
}
