import { codingOf, featureAt } from './features'
import { clearScratch, joinSums, scanOccupied, sumFeature } from './few-rows'
import { BUNDLE_BYTES } from './histogram'
import { accept, isAnyNearlyBetter, isNearlyBetter, LEAST_SHARE } from './judge-split'
import { firstRow, isSmall, lastRow, Node } from './node'
import { packRows } from './pack-rows'
import { addPair, biasedPair, highOfPair, lowOfPair } from './packed-pairs'
import { begin, SPLITS } from './phases'
import { scanRanks, spreadRanks, sumByRank } from './ranks'
import {
  center,
  isDrawn,
  minGain,
  numFeatures,
  packed,
  ranks,
  result,
  scale,
  scratch,
  stride,
} from './settings'

/**
 * Finds the best split of a node; TreeKernel says what is best.
 *
 * @returns Whether there is one; the result receives its feature, bin, gain, sum and rows of the left side, as f64.
 */
export function findSplit<T>(node: Node, minRows: f64): bool {
  const from = firstRow(node)
  const to = lastRow(node)
  const isFew = isSmall(node)
  const numRows = node.numRows
  const sum = node.sum
  begin(SPLITS, 1)
  if (isFew) packRows<T>(from, to, stride, center, scale, packed)
  let best: f64 = 0
  for (let feature: usize = 0; feature < numFeatures; feature++) {
    const cut = featureAt(feature)
    const slot = isDrawn + cut.slot
    const ofGroup = <usize>cut.numSlots
    if (!isAnyDrawn(slot, max<usize>(ofGroup, 1))) continue
    const numBins = <usize>cut.numBins
    const bundle = <usize>cut.bundle
    const numJoined = <usize>cut.numJoined
    const coding = codingOf(feature)
    const own = node.histogram + bundle * BUNDLE_BYTES
    let cells = scratch
    if (isFew) {
      sumFeature(from, to, stride, bundle, coding, packed, scratch)
      if (ofGroup === 0) {
        best = scanOccupied(scratch, numBins, feature, numRows, sum, minRows, minGain, best, result)
        continue
      }
      joinSums(scratch, numBins)
    } else if (numJoined === 0) {
      cells = own
    } else {
      const numRanks = sumByRank(own, numJoined, coding, ranks)
      if (ofGroup === 0) {
        best = scanRanks(ranks, numRanks, coding, feature, numRows, sum, minRows, minGain, best, result)
        continue
      }
      spreadRanks(ranks, numRanks, coding, scratch)
    }
    if (ofGroup === 0) {
      best = scanBins(cells, numBins, feature, numRows, sum, minRows, minGain, best, result)
      continue
    }
    best = scanGroup(cells, slot, ofGroup, feature, numRows, sum, minRows, minGain, best, result)
    if (cells === scratch) clearScratch(scratch, numBins)
  }
  return best > 0
}

function isAnyDrawn(drawn: usize, numSlots: usize): bool {
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
