/** Rows of one partial sum: sums of doubles run in fixed blocks, so the result is the same everywhere. */
const BLOCK_ROWS = 65_536

/** Adds up a value of each row, block by block. */
export function sumRows(numRows: number, valueAt: (row: number) => number): number {
  let total = 0
  for (let start = 0; start < numRows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, numRows)
    let sum = 0
    for (let row = start; row < end; row++) sum += valueAt(row)
    total += sum
  }
  return total
}
