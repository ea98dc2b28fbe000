/**
 * Walks every row down a tree for as many steps as it is deep; a leaf leads to itself.
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
  for (let row: usize = 0; row < numRows; row++, rows += stride) {
    let at: usize = 0
    for (let step: u32 = 0; step < depth; step++) {
      const node = nodes + at
      const range = load<u32>(node, 4)
      const isOutside = <u32>load<u8>(rows + load<u32>(node)) - (range & 255) > range >> 8
      at = load<u32>(node + ((<usize>isOutside) << 2), 8)
    }
    store<u32>(out + (row << 2), <u32>(at >> 4))
  }
}
