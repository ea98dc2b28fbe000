import { Node } from './node'
import { histogramBytes, member, topNodes, zones, zonesOfMember } from './settings'

/** Bytes of a node of the top, with the places of the zones of 32 threads. */
const TOP_NODE_BYTES: usize = 256

/**
 * A node at the top of a tree, which all threads split together, each with its zone of the node's rows; its histogram is
 * that of this thread's zone. Behind it stands where zones start, and the last ends, in bytes from the start of the
 * buffer: u32, [numMembers + 1].
 */
export class TopNode extends Node {
  /** What growing it costs, about, where it is left to one thread. */
  cost: f64
  /** Its place among the nodes of its level that all threads split; -1 where it is none of them. */
  place: i32
}

export function topNodeAt(index: usize): TopNode {
  return changetype<TopNode>(topNodes + index * TOP_NODE_BYTES)
}

/** Writes a node of the top, as `writeNode` does; the starts of its zones are to follow. */
export function writeTop(
  index: usize,
  start: usize,
  end: usize,
  histogram: usize,
  depth: u32,
  path: u32,
  numRows: f64,
  sum: f64,
): TopNode {
  const node = topNodeAt(index)
  node.start = start
  node.end = end
  node.histogram = histogram
  node.depth = depth
  node.path = path
  node.numRows = numRows
  node.sum = sum
  return node
}

/** Gives where the zone of a thread starts; behind the last thread's, where it ends. */
export function zoneStart(node: TopNode, member: usize): usize {
  return load<u32>(changetype<usize>(node) + (member << 2), offsetof<TopNode>())
}

export function setZoneStart(node: TopNode, member: usize, start: usize): void {
  store<u32>(changetype<usize>(node) + (member << 2), <u32>start, offsetof<TopNode>())
}

/** Gives how many bytes of rows the zone of a thread has. */
export function zoneBytes(node: TopNode, member: usize): usize {
  return zoneStart(node, member + 1) - zoneStart(node, member)
}

/** Address of a histogram of this thread's zones. */
export function zoneHistogram(index: usize): usize {
  return zones + member * zonesBytes() + index * histogramBytes
}

/** Address of the histogram of a thread's zone of a node. */
export function histogramOfZone(node: TopNode, other: usize): usize {
  return node.histogram + (other - member) * zonesBytes()
}

/** Bytes of the histograms of a thread's zones. */
export function zonesBytes(): usize {
  return zonesOfMember * histogramBytes
}
