/**
 * Finds the nodes of rows by their codes.
 *
 * @param codes  Codes of the first group, u8; those of the next group lie `step` bytes on.
 * @param next  By node and code, the node of the next group, u32, [numNodes, width]; 0 where there is none.
 * @param nodes  Receives the node of each row, u32.
 * @returns The first row from `first` to before `end` whose node is not there, or `end`.
 */
export function walkCodes(
  codes: usize,
  step: usize,
  numGroups: usize,
  next: usize,
  width: usize,
  nodes: usize,
  first: usize,
  end: usize,
): usize {
  for (let row = first; row < end; row++) {
    let node: usize = 0
    let at = codes + row
    for (let group: usize = 0; group < numGroups; group++, at += step) {
      node = <usize>load<u32>(next + ((node * width + <usize>load<u8>(at)) << 2))
      if (node === 0) return row
    }
    store<u32>(nodes + (row << 2), <u32>node)
  }
  return end
}
