import { close, closeLeaf, squaresInside, squaresOfOthers } from './close-node'
import { drawSlots } from './draw-slots'
import { codingOf, featureAt } from './features'
import { findSplit } from './find-split'
import { addLeaf, addSplit, flushNodes } from './grown-nodes'
import { keepBytes, putBack } from './hooks'
import { bufferOf, firstRow, isSmall, lastRow, maySplit, Node, roomOf, writeNode } from './node'
import { buildHistogram, updateHistograms } from './node-histograms'
import { packRows } from './pack-rows'
import { partition } from './partition'
import { begin, MOVING, REST } from './phases'
import {
  center,
  histogramBytes,
  histograms,
  leastRows,
  maxDepth,
  numCodes,
  packed,
  result,
  scale,
  sides,
  stride,
} from './settings'
import { sumPacked } from './sum-packed'

/** Grows the trees of a forest's bag from a node on; what is a tree's own is its fewest rows of a leaf. */
export function growBagged(node: Node, numTrees: usize): void {
  growNode<i32>(node, 0, numTrees)
  flushNodes()
  begin(REST, 0)
}

/** Does the same with rows of boosting and one tree. */
export function growBoosted(node: Node): void {
  growNode<f64>(node, 0, 1)
  flushNodes()
  begin(REST, 0)
}

/** Makes the histogram of a bag, where it needs one. */
export function buildBaggedHistogram(node: Node): void {
  buildHistogram<i32>(node)
  begin(REST, 0)
}

/** Makes the histogram of the rows that a tree of boosting begins with, where they need one. */
export function buildBoostedHistogram(node: Node): void {
  buildHistogram<f64>(node)
  begin(REST, 0)
}

/** Gives the sum of the targets of rows of boosting. */
export function sumTargets(node: Node): f64 {
  // every row has one code of the first bundle
  if (!isSmall(node)) return sumPacked(node.histogram, load<u32>(numCodes))
  packRows<f64>(firstRow(node), lastRow(node), stride, center, scale, packed)
  return sumPacked(packed, (node.end - node.start) / stride)
}

/** Grows a node and what is below it for the trees from `from` to before `to`. */
function growNode<T>(node: Node, from: usize, to: usize): void {
  if (maySplit(node, leastOf(from))) drawSlots(node.path)
  growPart<T>(node, from, to, false)
}

/**
 * Grows a node for the trees from `from` to before `to`, of which the first have a split in common.
 *
 * A limit only leaves splits out. So while both sides of the best split without it keep it, that split is the best one
 * with it too, and the trees are one; only where it does not they part, and what is below grows for each.
 *
 * @param isKept  Whether the rows must stand as they did when the node has grown.
 */
function growPart<T>(node: Node, from: usize, to: usize, isKept: bool): void {
  const least = leastOf(from)
  if (!maySplit(node, least) || !findSplit<T>(node, least)) {
    const squares = closeLeaf<T>(node)
    addLeaf(from, to, node.numRows, node.sum, squares)
    return
  }
  const feature = <usize>load<f64>(result)
  const bin = <u32>load<f64>(result, 8)
  const gain = load<f64>(result, 16)
  const leftSum = load<f64>(result, 24)
  const leftRows = load<f64>(result, 32)
  const last = endOfPart(from, to, min<f64>(leftRows, node.numRows - leftRows))
  // all find their splits while the rows are here, and the last to move them need not put them back
  if (last < to) growPart<T>(node, last, to, true)
  addSplit(from, last, feature, bin, gain, node.numRows, node.sum)
  if (node.depth + 1 === maxDepth) {
    closeSides<T>(node, from, last, feature, bin, leftRows, leftSum)
    return
  }
  const address = firstRow(node)
  if (isKept) keepBytes(address, node.end - node.start)
  splitRows<T>(node, feature, bin, leftRows, leftSum)
  growNode<T>(roomOf(node.depth + 1, 0), from, last)
  growNode<T>(roomOf(node.depth + 1, 1), from, last)
  if (!isKept) return
  putBack(address)
  buildHistogram<T>(node)
}

function leastOf(tree: usize): f64 {
  return load<f64>(leastRows + (tree << 3))
}

/** Gives the first tree to which the smaller side of a split is too small. */
function endOfPart(from: usize, to: usize, smaller: f64): usize {
  let end = from + 1
  while (end < to && leastOf(end) <= smaller) end++
  return end
}

/** Ends both sides of a split on the last level, whose rows need no place of their own. */
function closeSides<T>(
  node: Node,
  from: usize,
  to: usize,
  feature: usize,
  bin: u32,
  leftRows: f64,
  leftSum: f64,
): void {
  const rightRows = node.numRows - leftRows
  const rightSum = node.sum - leftSum
  if (featureAt(feature).numSlots > 0) {
    close<T>(node, feature, bin, 0, rightRows, rightSum)
    const rightSquares = squaresInside()
    addLeaf(from, to, leftRows, leftSum, squaresOfOthers())
    addLeaf(from, to, rightRows, rightSum, rightSquares)
    return
  }
  close<T>(node, feature, 0, bin, leftRows, leftSum)
  addLeaf(from, to, leftRows, leftSum, squaresInside())
  addLeaf(from, to, rightRows, rightSum, squaresOfOthers())
}

/** Moves the rows of a node to its children, and makes their histograms. */
function splitRows<T>(node: Node, feature: usize, bin: u32, leftRows: f64, leftSum: f64): void {
  const depth = node.depth + 1
  const out = bufferOf(depth) + node.start
  const isGroup = featureAt(feature).numSlots > 0
  const low = isGroup ? bin : 0
  const span = isGroup ? 0 : bin
  begin(MOVING, (node.end - node.start) / stride)
  const end = partition(
    firstRow(node),
    lastRow(node),
    stride,
    featureAt(feature).bundle,
    codingOf(feature),
    low,
    span,
    isGroup,
    sides,
    out,
  )
  const middle = node.start + (end - out)
  const own = histograms + <usize>depth * histogramBytes
  const leftIsSmaller = middle - node.start <= node.end - middle
  const ofLeft = leftIsSmaller ? own : node.histogram
  const ofRight = leftIsSmaller ? node.histogram : own
  const path = 2 * node.path
  const left = writeNode(0, node.start, middle, ofLeft, depth, path, leftRows, leftSum)
  const rightRows = node.numRows - leftRows
  const right = writeNode(1, middle, node.end, ofRight, depth, path + 1, rightRows, node.sum - leftSum)
  if (leftIsSmaller) updateHistograms<T>(left, right)
  else updateHistograms<T>(right, left)
}
