import { evenBuffer, maxDepth, nodes, oddBuffer, stride } from './settings'

/** Up to so many rows a node has no histogram: its rows are summed again for each feature that it draws. */
const SMALL_ROWS: usize = 192

/** A node while it grows; NodeRows in kernel.ts says what it is made of. */
export class Node {
  /** Where its rows start and end, in bytes from the start of the buffer of its depth. */
  start: usize
  end: usize
  /** Address. */
  histogram: usize
  depth: u32
  path: u32
  numRows: f64
  sum: f64
}

/** Gives the room of a node that is a left child (0) or a right one (1); there is one of each while a tree grows depth first. */
export function roomOf(depth: u32, side: usize): Node {
  return changetype<Node>(nodes + (2 * <usize>depth + side) * offsetof<Node>())
}

/** Writes a node, a left child (0) or a right one (1), to its room. */
export function writeNode(
  side: usize,
  start: usize,
  end: usize,
  histogram: usize,
  depth: u32,
  path: u32,
  numRows: f64,
  sum: f64,
): Node {
  const node = roomOf(depth, side)
  node.start = start
  node.end = end
  node.histogram = histogram
  node.depth = depth
  node.path = path
  node.numRows = numRows
  node.sum = sum
  return node
}

/** Address of a node's first row. */
export function firstRow(node: Node): usize {
  return bufferOf(node.depth) + node.start
}

/** Address behind a node's last row. */
export function lastRow(node: Node): usize {
  return bufferOf(node.depth) + node.end
}

/** Gives the buffer in which the rows of the nodes of a depth stand. */
export function bufferOf(depth: u32): usize {
  return depth & 1 ? oddBuffer : evenBuffer
}

export function isSmall(node: Node): bool {
  return node.end - node.start <= SMALL_ROWS * stride
}

/** Whether a node of so many rows may be split at all. */
export function maySplit(node: Node, minRows: f64): bool {
  return node.depth < maxDepth && node.numRows >= 2 * minRows
}
