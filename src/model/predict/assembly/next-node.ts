/**
 * Gives the node that a row goes to; a leaf leads to itself, since no bin exceeds its 127.
 *
 * @param nodes  Four bytes a node: u8 column, i8 bin, u16 index of the left child; the right one stands behind it.
 * @param bins  i8, bin of the row's first column.
 * @param columnBits  Bits of the distance from one column's bin to the next.
 */
export function nextNode(nodes: usize, node: usize, bins: usize, columnBits: usize): usize {
  const entry = nodes + (node << 2)
  const bin = <i32>load<i8>(bins + ((<usize>load<u8>(entry)) << columnBits))
  return <usize>load<u16>(entry, 2) + <usize>(bin > <i32>load<i8>(entry, 1))
}
