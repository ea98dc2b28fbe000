// A grown node (grown-tree.ts): six f64. They stand in pre-order, a node's left child behind it.
export const NODE_BYTES: usize = 48
const LEAF: f64 = -1
const PART: f64 = -2

export function isSplit(node: usize): bool {
  return featureOf(node) >= 0
}

/** Says whether a node is there to say which part of the tree follows. */
export function startsPart(node: usize): bool {
  return featureOf(node) === PART
}

export function featureOf(node: usize): f64 {
  return load<f64>(node)
}

export function binOf(node: usize): f64 {
  return load<f64>(node, 8)
}

export function gainOf(node: usize): f64 {
  return load<f64>(node, 16)
}

export function numRowsOf(node: usize): f64 {
  return load<f64>(node, 24)
}

export function sumOf(node: usize): f64 {
  return load<f64>(node, 32)
}

export function squaresOf(node: usize): f64 {
  return load<f64>(node, 40)
}

export function setSquares(node: usize, squares: f64): void {
  store<f64>(node, squares, 40)
}

/** Makes a leaf of a node. */
export function close(node: usize): void {
  store<f64>(node, LEAF)
}

/** Gives where the next part of the tree starts, or the last one ends. */
export function nextPart(node: usize): usize {
  return load<u32>(node, 16)
}

export function setNextPart(node: usize, next: usize): void {
  store<u32>(node, <u32>next, 16)
}
