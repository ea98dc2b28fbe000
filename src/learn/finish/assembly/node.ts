// A grown node (grown-tree.ts): six f64. They stand in pre-order, a node's left child behind it.
export const NODE_BYTES: usize = 48

export function isSplit(node: usize): bool {
  return featureOf(node) >= 0
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
  store<f64>(node, -1)
}
