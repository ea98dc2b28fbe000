/**
 * Walks every row down a tree for as many steps as it is deep; a leaf leads to itself.
 *
 * Four rows walk side by side, as each step of one has to wait for the step before it.
 *
 * @param rows  Rows of bins, [numRows, stride].
 * @param nodes  Four u32 a node: feature, low + 256 * span, and the offsets in bytes of the nodes for the rows in
 *   [low, low + span] and for the others.
 * @param out  Receives the index of the leaf of each row, i32, [numRows].
 */
export function findLeaves(
  rows: usize,
  numRows: usize,
  stride: usize,
  nodes: usize,
  depth: u32,
  out: usize,
): void {
  let row: usize = 0
  for (; row + 4 <= numRows; row += 4, rows += 4 * stride) {
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
    const at = out + (row << 2)
    store<u32>(at, (first - nodes) >> 4)
    store<u32>(at, (second - nodes) >> 4, 4)
    store<u32>(at, (third - nodes) >> 4, 8)
    store<u32>(at, (fourth - nodes) >> 4, 12)
  }
  for (; row < numRows; row++, rows += stride) {
    let node = nodes
    for (let step: u32 = 0; step < depth; step++) node = nodes + next(rows, node)
    store<u32>(out + (row << 2), (node - nodes) >> 4)
  }
}

/** Gives the offset of the node that a row goes to. */
function next(row: usize, node: usize): usize {
  const range = load<u32>(node, 4)
  const isOutside = <usize>(<u32>load<u8>(row + load<u32>(node)) - (range & 255) > range >> 8)
  return load<u32>(node + (isOutside << 2), 8)
}
