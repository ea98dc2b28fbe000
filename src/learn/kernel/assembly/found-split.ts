import { codingOf, featureAt } from './features'
import { BUNDLE_BYTES } from './histogram'
import { writeSides } from './move-rows'
import { countOf } from './packed'
import { foundSplits, numCodes, numMembers, result, sides, stride } from './settings'
import { histogramOfZone, TopNode } from './top-node'

/** Bytes of a split, with a number for each of 32 threads. */
const FOUND_BYTES: usize = 192

/**
 * The split of a node of the top, where the thread that has found it leaves it to the others. Behind it stands how many
 * bytes of the rows of each zone go left: u32, [numMembers].
 */
export class FoundSplit {
  /** As `findSplit` leaves it in the result; feature -1 where there is none. */
  feature: f64
  bin: f64
  gain: f64
  leftSum: f64
  leftRows: f64
}

/** Gives what is found for a node, by its place among those of its level that are split by all. */
export function foundSplitAt(index: usize): FoundSplit {
  return changetype<FoundSplit>(foundSplits + index * FOUND_BYTES)
}

/** Takes the split of a node from the result, and counts by the histograms of its zones what goes left of each. */
export function storeSplit(split: FoundSplit, node: TopNode): void {
  memory.copy(changetype<usize>(split), result, offsetof<FoundSplit>())
  writeSidesOf(split)
  const bundle = bundleOf(split)
  for (let other: usize = 0; other < numMembers; other++) {
    const left = countLeft(histogramOfZone(node, other), bundle)
    store<u32>(changetype<usize>(split) + (other << 2), <u32>left * <u32>stride, offsetof<FoundSplit>())
  }
}

/** Gives how many bytes of the rows of a thread's zone go left. */
export function leftBytesOf(split: FoundSplit, member: usize): usize {
  return load<u32>(changetype<usize>(split) + (member << 2), offsetof<FoundSplit>())
}

/** Byte of a row that holds the code that a split asks. */
export function bundleOf(split: FoundSplit): usize {
  return featureAt(<usize>split.feature).bundle
}

/** Writes which codes go left. */
export function writeSidesOf(split: FoundSplit): void {
  const feature = <usize>split.feature
  const bin = <u32>split.bin
  const isGroup = featureAt(feature).numSlots > 0
  writeSides(codingOf(feature), isGroup ? bin : 0, isGroup ? 0 : bin, isGroup, sides)
}

/** Gives how many rows of a histogram have codes that go left; all count once. */
function countLeft(histogram: usize, bundle: usize): f64 {
  const cells = histogram + bundle * BUNDLE_BYTES
  const count = <usize>load<u32>(numCodes + (bundle << 2))
  let left: i64 = 0
  for (let code: usize = 0; code < count; code++) {
    left += load<i64>(cells + (code << 3)) & <i64>load<i8>(sides + code)
  }
  return countOf(left)
}
