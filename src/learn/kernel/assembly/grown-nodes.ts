import { takeNodes } from './hooks'
import { grownNodes } from './settings'

/** The trees that have a node, from the first to before the second, and the fields of the node (grown-tree.ts): eight f64. */
const RECORD_BYTES: usize = 64
const MAX_RECORDS: usize = 512

let numRecords: usize = 0

/** Adds a leaf to the trees from `from` to before `to`. */
export function addLeaf(from: usize, to: usize, numRows: f64, sum: f64, squares: f64): void {
  addNode(from, to, -1, 0, -1, numRows, sum, squares)
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

/** Hands over what is still here. */
export function flushNodes(): void {
  if (numRecords > 0) takeNodes(numRecords)
  numRecords = 0
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
  const at = grownNodes + numRecords * RECORD_BYTES
  store<f64>(at, <f64>from)
  store<f64>(at, <f64>to, 8)
  store<f64>(at, feature, 16)
  store<f64>(at, bin, 24)
  store<f64>(at, gain, 32)
  store<f64>(at, numRows, 40)
  store<f64>(at, sum, 48)
  store<f64>(at, squares, 56)
  if (++numRecords === MAX_RECORDS) flushNodes()
}
