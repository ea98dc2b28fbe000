import { begin, LEAVES, REST } from './phases'
import { copyRow, isInRange, TAIL_BYTES } from './row'
import { range, stride } from './settings'

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
 */
export function settleRows(rows: usize, end: usize, nodes: usize, depth: u32, out: usize): void {
  const size = stride
  begin(LEAVES, (end - rows) / size)
  const rest = ((end - rows) / size) & 3
  const last = end - rest * size
  for (; rows < last; rows += 4 * size, out += 4 * size) {
    let first = nodes
    let second = nodes
    let third = nodes
    let fourth = nodes
    for (let step: u32 = 0; step < depth; step++) {
      first = nodes + next(rows, first)
      second = nodes + next(rows + size, second)
      third = nodes + next(rows + 2 * size, third)
      fourth = nodes + next(rows + 3 * size, fourth)
    }
    settle(rows, first, size, out)
    settle(rows + size, second, size, out + size)
    settle(rows + 2 * size, third, size, out + 2 * size)
    settle(rows + 3 * size, fourth, size, out + 3 * size)
  }
  for (; rows < end; rows += size, out += size) {
    let node = nodes
    for (let step: u32 = 0; step < depth; step++) node = nodes + next(rows, node)
    settle(rows, node, size, out)
  }
  begin(REST, 0)
}

/** Gives the offset of the node that a row goes to. */
function next(row: usize, node: usize): usize {
  const bins = load<u32>(node, 8)
  const isInside = isInRange(row, load<u32>(node), load<u32>(node, 4), bins & 255, bins >> 8)
  return load<u32>(node + (isInside ? 12 : 16))
}

function settle(row: usize, leaf: usize, size: usize, out: usize): void {
  const left = load<f64>(row + size - TAIL_BYTES) - load<f64>(leaf, 24)
  if (out !== row) copyRow(row, out, size)
  store<f64>(out + size - TAIL_BYTES, left)
  store<f64>(range, min<f64>(load<f64>(range), left))
  store<f64>(range, max<f64>(load<f64>(range, 8), left), 8)
}
