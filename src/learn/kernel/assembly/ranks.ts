import { accept, isAnyNearlyBetter, LEAST_SHARE } from './judge-split'
import { biasPair, highOfPair, lowOfPair } from './packed-pairs'

/**
 * Bytes that say what the codes of a bundle are to one feature, 256 each: the bin by code, the codes in the order of their
 * bins, by place in that order the rank of the bin among those that occur, and by rank the bin.
 */
export const CODING_BYTES: usize = 1024
const ORDER: usize = 256
const RANKS: usize = 512
const BINS: usize = 768

/**
 * Sums the codes of a bundle up to each bin of one feature.
 *
 * @param cells  Packed sums of the codes.
 * @param ranks  Receives by rank what the bins up to it hold, and the last once more.
 * @returns The number of ranks.
 */
export function sumByRank(cells: usize, numCodes: usize, coding: usize, ranks: usize): usize {
  let left: i64 = 0
  let at = ranks
  for (let place = coding; place < coding + numCodes; place++) {
    left += load<i64>(cells + ((<usize>load<u8>(place, ORDER)) << 3))
    // the last code of a bin stays
    at = ranks + ((<usize>load<u8>(place, RANKS)) << 3)
    store<i64>(at, left)
  }
  store<i64>(at, left, 8)
  return ((at - ranks) >> 3) + 1
}

/** Tries every bin of a numeric feature as the last that goes left, two at a time; gives the best score so far. */
export function scanRanks(
  ranks: usize,
  numRanks: usize,
  coding: usize,
  feature: usize,
  numRows: f64,
  sum: f64,
  minRows: f64,
  minGain: f64,
  best: f64,
  result: usize,
): f64 {
  let least = best * LEAST_SHARE
  for (let rank: usize = 0; rank < numRanks; rank += 2) {
    const left = biasPair(v128.load(ranks + (rank << 3)))
    if (!isAnyNearlyBetter(left, numRows, sum, least)) continue
    const first = <usize>load<u8>(coding + rank, BINS)
    const second = <usize>load<u8>(coding + rank + 1, BINS)
    best = accept(lowOfPair(left), feature, first, numRows, sum, minRows, minGain, best, result)
    best = accept(highOfPair(left), feature, second, numRows, sum, minRows, minGain, best, result)
    least = best * LEAST_SHARE
  }
  return best
}

/** Writes what each bin holds to its cell of the scratch. */
export function spreadRanks(ranks: usize, numRanks: usize, coding: usize, scratch: usize): void {
  let before: i64 = 0
  for (let rank: usize = 0; rank < numRanks; rank++) {
    const upTo = load<i64>(ranks + (rank << 3))
    store<i64>(scratch + ((<usize>load<u8>(coding + rank, BINS)) << 3), upTo - before)
    before = upTo
  }
}
