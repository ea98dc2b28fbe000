/**
 * Adds rows to the cells of their nodes: their values, and behind these 1.
 *
 * @param columns  Columns of f64, `step` bytes from one to the next.
 * @param nodes  Node of each row, u32.
 * @param first  Index of the first row; `end` is behind the last.
 * @param cells  f64, [numNodes, numColumns + 1].
 */
export function addByNode(
  columns: usize,
  step: usize,
  numColumns: usize,
  nodes: usize,
  first: usize,
  end: usize,
  cells: usize,
): void {
  const cellBytes = (numColumns + 1) << 3
  const one: f64 = 1
  for (let row = first; row < end; row++) {
    let cell = cells + <usize>load<u32>(nodes + (row << 2)) * cellBytes
    let value = columns + (row << 3)
    for (const last = cell + (numColumns << 3); cell < last; cell += 8, value += step) {
      store<f64>(cell, load<f64>(cell) + load<f64>(value))
    }
    store<f64>(cell, load<f64>(cell) + one)
  }
}
