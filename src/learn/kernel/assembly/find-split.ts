import { clearScratch, joinSums, scanOccupied, sumFeature } from './few-rows'
import { BUNDLE_BYTES } from './histogram'
import { accept, isAnyNearlyBetter, isNearlyBetter, LEAST_SHARE } from './judge-split'
import { addPair, biasedPair, highOfPair, lowOfPair } from './packed-pairs'
import { CODING_BYTES, scanRanks, spreadRanks, sumByRank } from './ranks'

/** Bytes that the table of features takes for each; see FEATURE_WORDS. */
const ENTRY_BYTES: usize = 20
/**
 * Finds the best split of a node; TreeKernel.findSplit says what is best.
 *
 * @param histogram  Histogram of the node, or 0: then its rows are summed feature by feature as they are drawn.
 * @param packed  What each of these rows adds, i64; see packRows.
 * @param drawn  1 for each slot that may be chosen.
 * @param scratch  All zero, and so again at the end.
 * @param ranks  Room for 257 packed numbers.
 * @param result  Receives feature (-1: none), bin, gain, sum and rows of the left side, as f64.
 */
export function findSplit(
  histogram: usize,
  rows: usize,
  end: usize,
  stride: usize,
  packed: usize,
  features: usize,
  codings: usize,
  numFeatures: usize,
  drawn: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  scratch: usize,
  ranks: usize,
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
    const coding = codings + feature * CODING_BYTES
    const own = histogram + <usize>bundle * BUNDLE_BYTES
    let cells = scratch
    if (histogram === 0) {
      sumFeature(rows, end, stride, bundle, coding, packed, scratch)
      if (numSlots === 0) {
        best = scanOccupied(scratch, numBins, feature, numRows, sum, minRows, minGain, best, result)
        continue
      }
      joinSums(scratch, numBins)
    } else if (numJoined === 0) {
      cells = own
    } else {
      const numRanks = sumByRank(own, numJoined, coding, ranks)
      if (numSlots === 0) {
        best = scanRanks(ranks, numRanks, coding, feature, numRows, sum, minRows, minGain, best, result)
        continue
      }
      spreadRanks(ranks, numRanks, coding, scratch)
    }
    if (numSlots === 0) {
      best = scanBins(cells, numBins, feature, numRows, sum, minRows, minGain, best, result)
      continue
    }
    best = scanGroup(cells, slot, numSlots, feature, numRows, sum, minRows, minGain, best, result)
    if (cells === scratch) clearScratch(scratch, numBins)
  }
}

function isAnyDrawn(drawn: usize, numSlots: u32): bool {
  for (let slot: usize = 0; slot < numSlots; slot++) if (load<u8>(drawn + slot) === 1) return true
  return false
}

/**
 * Tries every bin of a numeric feature as the last that goes left, two at a time; gives the best score so far.
 *
 * @param cells  Packed sums of the bins; one behind an odd number of them is 0.
 */
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
  let before = biasedPair(0)
  let least = best * LEAST_SHARE
  // an empty bin repeats the score before it, which is no better
  for (let bin: usize = 0; bin < numBins; bin += 2) {
    const left = addPair(before, v128.load(cells + (bin << 3)))
    before = i64x2.shuffle(left, left, 1, 1)
    if (!isAnyNearlyBetter(left, numRows, sum, least)) continue
    best = accept(lowOfPair(left), feature, bin, numRows, sum, minRows, minGain, best, result)
    best = accept(highOfPair(left), feature, bin + 1, numRows, sum, minRows, minGain, best, result)
    least = best * LEAST_SHARE
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
