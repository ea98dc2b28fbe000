/**
 * Boosting on several threads, all of which do this at a time: they split the nodes at the top of a tree together, and
 * grow what is below them alone, whoever is free the next.
 *
 * A thread moves and sums its zones. The split of a node is found by one of them, which adds up what all zones hold and tells
 * the others how much of each goes left. Everything else comes out the same on all.
 */

import { drawSlots } from './draw-slots'
import { findSplit } from './find-split'
import { bundleOf, FoundSplit, foundSplitAt, leftBytesOf, storeSplit, writeSidesOf } from './found-split'
import { growBoosted } from './grow-trees'
import { addPart, addSplit, flushNodes } from './grown-nodes'
import { subtractHistogram, sumHistograms } from './histogram'
import { maySplit, Node, writeNode } from './node'
import { begin, HISTOGRAMS, REST } from './phases'
import {
  fewestRows,
  histogramBytes,
  histograms,
  leastRows,
  maxDepth,
  member,
  numBundles,
  numCodes,
  numLevels,
  numMembers,
  stride,
  zonesOfMember,
} from './settings'
import { addSubtree, clearSubtrees, countSubtrees, subtreeAt } from './subtrees'
import { sumPacked } from './sum-packed'
import { meet, nextTask } from './team'
import {
  histogramOfZone,
  setZoneStart,
  TopNode,
  topNodeAt,
  writeTop,
  zoneBytes,
  zoneHistogram,
  zoneStart,
  zonesBytes,
} from './top-node'
import { dealRows, moveZone, sumZone } from './zone'

/** A split is found in the time that so many rows take on one level. */
const ROWS_OF_SPLIT: f64 = 2500
/** Smaller nodes are split less often, or for less. */
const ROWS_OF_LEAF: f64 = 64

/** Nodes of the top so far. */
let numNodes: usize = 0
/** Histograms of a thread's zones that are in use. */
let numZones: usize = 0

/** Sums the rows that a tree begins with, all of them; gives the sum of their targets. */
export function startShared(node: Node): f64 {
  const root = writeTop(0, node.start, node.end, zoneHistogram(0), 0, 1, node.numRows, 0)
  numNodes = 1
  numZones = 1
  dealRows(root)
  sumZone(root)
  meetOthers()
  for (let other: usize = 0; other < numMembers; other++)
    root.sum += sumPacked(histogramOfZone(root, other), load<u32>(numCodes))
  return root.sum
}

/** Grows the tree that was started; hands over the parts of it that this thread has grown. */
export function growShared(): void {
  clearSubtrees()
  for (let first: usize = 0; first < numNodes; ) {
    const end = numNodes
    if (chooseNodes(first, end) > 0) {
      findSplits(first, end)
      meetOthers()
    }
    splitNodes(first, end)
    if (numNodes > end) meetOthers()
    first = end
  }
  growSubtrees()
}

function meetOthers(): void {
  begin(REST, 0)
  meet()
}

/** Chooses which of the nodes from `first` to before `end` all threads split, if there is a split; gives their number. */
function chooseNodes(first: usize, end: usize): i32 {
  // each needs a zone more
  const most = <i32>(zonesOfMember - numZones)
  let numChosen = 0
  for (let index = first; index < end; index++) {
    const node = topNodeAt(index)
    const isLarge = node.depth < numLevels && node.numRows >= fewestRows
    const isChosen = isLarge && numChosen < most && maySplit(node, load<f64>(leastRows))
    node.place = isChosen ? numChosen : -1
    if (isChosen) numChosen++
  }
  return numChosen
}

/** Finds the splits of the chosen nodes, each on the next thread. */
function findSplits(first: usize, end: usize): void {
  for (let index = first; index < end; index++) {
    const node = topNodeAt(index)
    if (node.place < 0 || <usize>node.place % numMembers !== member) continue
    findSplitOf(node, foundSplitAt(node.place))
  }
}

function findSplitOf(top: TopNode, split: FoundSplit): void {
  const node = adopt(top)
  drawSlots(node.path)
  if (findSplit<f64>(node, load<f64>(leastRows))) storeSplit(split, top)
  else split.feature = -1
}

/** Makes a node this kernel's own, with the histogram of all its zones. */
function adopt(top: TopNode): Node {
  const depth = top.depth
  const own = histograms + <usize>depth * histogramBytes
  begin(HISTOGRAMS, 0)
  sumHistograms(histogramOfZone(top, 0), zonesBytes(), numMembers, own, numCodes, numBundles)
  return writeNode(0, top.start, top.end, own, depth, top.path, top.numRows, top.sum)
}

/** Splits the nodes from `first` to before `end` whose splits are found; the others are left to one thread. */
function splitNodes(first: usize, end: usize): void {
  for (let index = first; index < end; index++) {
    const node = topNodeAt(index)
    if (node.place < 0) {
      addSubtree(index, costOf(node))
      continue
    }
    const split = foundSplitAt(node.place)
    if (split.feature < 0) addSubtree(index, 0)
    else splitNode(node, split)
  }
}

/** Gives what growing a node will cost about, in rows on one level. */
function costOf(node: TopNode): f64 {
  const levels = maxDepth - node.depth
  const numSplits = min<f64>(<f64>(1 << levels), node.numRows / ROWS_OF_LEAF)
  return node.numRows * <f64>levels + numSplits * ROWS_OF_SPLIT
}

function splitNode(node: TopNode, split: FoundSplit): void {
  const leftRows = split.leftRows
  const middle = node.start + <usize>leftRows * stride
  const depth = node.depth + 1
  const path = 2 * node.path
  const leftIsSmaller = middle - node.start <= node.end - middle
  // the larger child inherits the histogram
  const own = zoneHistogram(numZones++)
  const ofLeft = leftIsSmaller ? own : node.histogram
  const ofRight = leftIsSmaller ? node.histogram : own
  const left = writeTop(numNodes++, node.start, middle, ofLeft, depth, path, leftRows, split.leftSum)
  const rightRows = node.numRows - leftRows
  const rightSum = node.sum - split.leftSum
  const right = writeTop(numNodes++, middle, node.end, ofRight, depth, path + 1, rightRows, rightSum)
  splitZones(node, split, left, right)
  writeSidesOf(split)
  moveZone(node, left, right, bundleOf(split))
  const small = leftIsSmaller ? left : right
  const large = leftIsSmaller ? right : left
  sumZone(small)
  subtractHistogram(large.histogram, small.histogram, numCodes, numBundles)
  if (member === 0) handOver(node, split)
}

/** Says where the zones of a node's children start: side by side, as many rows as each zone sends there. */
function splitZones(node: TopNode, split: FoundSplit, left: TopNode, right: TopNode): void {
  setZoneStart(left, 0, left.start)
  setZoneStart(right, 0, right.start)
  for (let other: usize = 0; other < numMembers; other++) {
    const leftBytes = leftBytesOf(split, other)
    setZoneStart(left, other + 1, zoneStart(left, other) + leftBytes)
    setZoneStart(right, other + 1, zoneStart(right, other) + zoneBytes(node, other) - leftBytes)
  }
}

/** Hands over a node of the top, whose children are other parts. */
function handOver(node: TopNode, split: FoundSplit): void {
  addPart(node.path)
  addSplit(0, 1, <usize>split.feature, <u32>split.bin, split.gain, node.numRows, node.sum)
}

/** Grows subtrees until all are taken. */
function growSubtrees(): void {
  for (let task = nextTask(); task < countSubtrees(); task = nextTask()) {
    const top = subtreeAt(task)
    addPart(top.path)
    growBoosted(adopt(top))
  }
  flushNodes()
}
