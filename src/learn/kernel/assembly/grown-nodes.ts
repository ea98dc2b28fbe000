import { takeNodes } from './hooks'
import { grownNodes } from './settings'

/** The fields of a node (grown-tree.ts): six f64. */
const NODE_BYTES: usize = 48
const MAX_NODES: usize = 512
/** What stands in place of a feature. */
const LEAF: f64 = -1
const PART: f64 = -2

/** Nodes that wait to be handed over, all of the same trees. */
let numNodes: usize = 0
let firstTree: usize = 0
let endTree: usize = 0

/** Adds a leaf to the trees from `from` to before `to`. */
export function addLeaf(from: usize, to: usize, numRows: f64, sum: f64, squares: f64): void {
  addNode(from, to, LEAF, 0, -1, numRows, sum, squares)
}

/** Adds a node that is split; its left subtree follows, then its right one. */
export function addSplit(
  from: usize,
  to: usize,
  feature: usize,
  bin: u32,
  gain: f64,
  numRows: f64,
  sum: f64,
): void {
  addNode(from, to, <f64>feature, <f64>bin, gain, numRows, sum, 0)
}

/** Says that the nodes which follow are another part of the first tree (grown-tree.ts). */
export function addPart(path: u32): void {
  addNode(0, 1, PART, <f64>path, -1, 0, 0, 0)
}

/** Hands over what is still here. */
export function flushNodes(): void {
  if (numNodes > 0) takeNodes(numNodes, firstTree, endTree)
  numNodes = 0
}

function addNode(
  from: usize,
  to: usize,
  feature: f64,
  bin: f64,
  gain: f64,
  numRows: f64,
  sum: f64,
  squares: f64,
): void {
  if (numNodes === MAX_NODES || from !== firstTree || to !== endTree) flushNodes()
  firstTree = from
  endTree = to
  const at = grownNodes + numNodes * NODE_BYTES
  store<f64>(at, feature)
  store<f64>(at, bin, 8)
  store<f64>(at, gain, 16)
  store<f64>(at, numRows, 24)
  store<f64>(at, sum, 32)
  store<f64>(at, squares, 40)
  numNodes++
}
