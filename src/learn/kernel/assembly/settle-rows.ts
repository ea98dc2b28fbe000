import { copyRow, isInRange, TAIL_BYTES } from './row'

/**
 * Walks rows that a tree did not see down to their leaves, takes the prediction from what is left of their labels, and
 * brings them to the buffer in which the next tree begins.
 *
 * Four rows walk side by side, as each step of one has to wait for the step before it.
 *
 * @param nodes  For each node five u32: bundle, where its bin by code stands, low + 256 * span, and the offsets in bytes
 *   of the nodes for the rows in [low, low + span] and for the others; from byte 24 on what a leaf, which leads to itself,
 *   takes: f64.
 * @param depth  Number of steps to the deepest leaf.
 * @param out  Where the rows go; `rows` where they stay.
 * @param range  Least and largest of what was left so far, f64; updated.
 */
export function settleRows(
  rows: usize,
  end: usize,
  stride: usize,
  nodes: usize,
  depth: u32,
  out: usize,
  range: usize,
): void {
  const rest = ((end - rows) / stride) & 3
  const last = end - rest * stride
  for (; rows < last; rows += 4 * stride, out += 4 * stride) {
    let first = nodes
    let second = nodes
    let third = nodes
    let fourth = nodes
    for (let step: u32 = 0; step < depth; step++) {
      first = nodes + next(rows, first)
      second = nodes + next(rows + stride, second)
      third = nodes + next(rows + 2 * stride, third)
      fourth = nodes + next(rows + 3 * stride, fourth)
    }
    settle(rows, first, stride, out, range)
    settle(rows + stride, second, stride, out + stride, range)
    settle(rows + 2 * stride, third, stride, out + 2 * stride, range)
    settle(rows + 3 * stride, fourth, stride, out + 3 * stride, range)
  }
  for (; rows < end; rows += stride, out += stride) {
    let node = nodes
    for (let step: u32 = 0; step < depth; step++) node = nodes + next(rows, node)
    settle(rows, node, stride, out, range)
  }
}

/** Gives the offset of the node that a row goes to. */
function next(row: usize, node: usize): usize {
  const range = load<u32>(node, 8)
  const isInside = isInRange(row, load<u32>(node), load<u32>(node, 4), range & 255, range >> 8)
  return load<u32>(node + (isInside ? 12 : 16))
}

function settle(row: usize, leaf: usize, stride: usize, out: usize, range: usize): void {
  const left = load<f64>(row + stride - TAIL_BYTES) - load<f64>(leaf, 24)
  if (out !== row) copyRow(row, out, stride)
  store<f64>(out + stride - TAIL_BYTES, left)
  store<f64>(range, min<f64>(load<f64>(range), left))
  store<f64>(range, max<f64>(load<f64>(range, 8), left), 8)
}
