/** What boosting does with the nodes at the top of a tree, each thread with its zone of them; see shared-top.ts. */

import { drawSlots } from './draw-slots'
import { codingOf, featureAt } from './features'
import { findSplit } from './find-split'
import { addToHistogram, BUNDLE_BYTES, clearHistogram, subtractHistogram, sumHistograms } from './histogram'
import { moveRows, writeSides } from './move-rows'
import { maySplit, Node } from './node'
import { countOf } from './packed'
import { begin, HISTOGRAMS, MOVING, REST } from './phases'
import { center, numBundles, numCodes, scale, sides, stride } from './settings'

/** Draws the slots of a node and finds its best split; gives whether there is one. */
export function findTopSplit(node: Node, minRows: f64): bool {
  if (!maySplit(node, minRows)) return false
  drawSlots(node.path)
  const found = findSplit<f64>(node, minRows)
  begin(REST, 0)
  return found
}

/** Sums the rows of a zone. */
export function sumZone(rows: usize, end: usize, histogram: usize): void {
  begin(HISTOGRAMS, ((end - rows) / stride) * numBundles)
  clearHistogram(histogram, numCodes, numBundles)
  addToHistogram<f64>(rows, end, stride, numBundles, histogram, 1, center, scale)
  begin(REST, 0)
}

/** Takes one histogram from another, in place: some bundles, from the first on. */
export function subtractZone(histogram: usize, other: usize, first: usize, count: usize): void {
  begin(HISTOGRAMS, 0)
  const at = first * BUNDLE_BYTES
  subtractHistogram(histogram + at, other + at, numCodes + (first << 2), count)
  begin(REST, 0)
}

/**
 * Adds up what the zones of a node hold, of some bundles, from the first on.
 *
 * @param zones  Histogram of the first of `numZones` zones that lie `step` bytes apart.
 */
export function addUp(
  zones: usize,
  step: usize,
  numZones: usize,
  out: usize,
  first: usize,
  count: usize,
): void {
  begin(HISTOGRAMS, 0)
  const at = first * BUNDLE_BYTES
  sumHistograms(zones + at, step, numZones, out + at, numCodes + (first << 2), count)
  begin(REST, 0)
}

/** Gives how many rows of a zone a split sends left; all count once. */
export function leftRowsOf(histogram: usize, feature: usize, low: u32, span: u32, outside: u32): f64 {
  const bundle = <usize>featureAt(feature).bundle
  writeSides(codingOf(feature), low, span, outside, sides)
  const cells = histogram + bundle * BUNDLE_BYTES
  const count = <usize>load<u32>(numCodes + (bundle << 2))
  let left: i64 = 0
  for (let code: usize = 0; code < count; code++) {
    left += load<i64>(cells + (code << 3)) & <i64>load<i8>(sides + code)
  }
  return countOf(left)
}

/**
 * Moves the rows of a zone by a split.
 *
 * @param front  Where the first row goes that goes left.
 * @param back  Behind where the last row goes that goes right.
 */
export function moveZone(
  rows: usize,
  end: usize,
  feature: usize,
  low: u32,
  span: u32,
  outside: u32,
  front: usize,
  back: usize,
): void {
  begin(MOVING, (end - rows) / stride)
  writeSides(codingOf(feature), low, span, outside, sides)
  moveRows(rows, end, stride, featureAt(feature).bundle, sides, front, back - stride)
  begin(REST, 0)
}
