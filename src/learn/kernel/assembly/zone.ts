/** What a thread does with its zone of a node at the top of a tree. */

import { addToHistogram, clearHistogram } from './histogram'
import { moveRows } from './move-rows'
import { bufferOf } from './node'
import { begin, HISTOGRAMS, MOVING } from './phases'
import { center, member, numBundles, numCodes, numMembers, scale, sides, stride } from './settings'
import { setZoneStart, TopNode, zoneBytes, zoneStart } from './top-node'

/** Rows of the root that stand side by side in a zone. */
const BLOCK_ROWS: usize = 512

/**
 * Deals the rows of the root out to the zones, a block to each thread in turn.
 *
 * Rows stand in the order of the leaves of the tree before. So each zone is a fair sample, and is split as the others are.
 */
export function dealRows(root: TopNode): void {
  const block = BLOCK_ROWS * stride
  const round = numMembers * block
  const numBytes = root.end - root.start
  const whole = (numBytes / round) * block
  const rest = numBytes % round
  let start = root.start
  for (let other: usize = 0; other < numMembers; other++) {
    setZoneStart(root, other, start)
    const before = min<usize>(other * block, rest)
    start += whole + min<usize>(rest - before, block)
  }
  setZoneStart(root, numMembers, start)
}

/** Sums the rows of this thread's zone of a node. */
export function sumZone(node: TopNode): void {
  const histogram = node.histogram
  const end = endOfZone(node)
  const block = blockOf(node)
  const step = stepOf(node)
  begin(HISTOGRAMS, (zoneBytes(node, member) / stride) * numBundles)
  clearHistogram(histogram, numCodes, numBundles)
  for (let rows = startOfZone(node); rows < end; rows += step) {
    const last = min<usize>(rows + block, end)
    addToHistogram<f64>(rows, last, stride, numBundles, histogram, 1, center, scale)
  }
}

/**
 * Moves the rows of this thread's zone of a node to those of its children.
 *
 * @param bundle  Byte of a row that holds the code that is asked; `sides` says which codes go left.
 */
export function moveZone(node: TopNode, left: TopNode, right: TopNode, bundle: usize): void {
  const end = endOfZone(node)
  const block = blockOf(node)
  const step = stepOf(node)
  const out = bufferOf(left.depth)
  let front = out + zoneStart(left, member)
  let back = out + zoneStart(right, member + 1) - stride
  begin(MOVING, zoneBytes(node, member) / stride)
  for (let rows = startOfZone(node); rows < end; rows += step) {
    const last = min<usize>(rows + block, end)
    const next = moveRows(rows, last, stride, bundle, sides, front, back)
    back -= last - rows - (next - front)
    front = next
  }
}

/** Address of the first row of this thread's zone. */
function startOfZone(node: TopNode): usize {
  const start = isDealt(node) ? node.start + member * blockOf(node) : zoneStart(node, member)
  return bufferOf(node.depth) + start
}

/** Address behind what this thread's zone may hold. */
function endOfZone(node: TopNode): usize {
  return bufferOf(node.depth) + (isDealt(node) ? node.end : zoneStart(node, member + 1))
}

/** Bytes of rows of a zone that stand side by side. */
function blockOf(node: TopNode): usize {
  return isDealt(node) ? BLOCK_ROWS * stride : zoneBytes(node, member)
}

/** Bytes from one of them to the next. */
function stepOf(node: TopNode): usize {
  return isDealt(node) ? numMembers * blockOf(node) : blockOf(node)
}

function isDealt(node: TopNode): bool {
  return node.depth === 0
}
