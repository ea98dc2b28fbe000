/** Rows of a table to learn from and rows to be judged on, both ascending. */
export interface RowSplit {
  readonly train: Uint32Array
  readonly test: Uint32Array
}

/**
 * Splits rows by their hash: test where the hash is below the ratio.
 *
 * @param hashes  A number in [0, 1) for every row of the table, by row.
 * @param rows  The rows to split, indices into `hashes`.
 */
export function splitByHash(hashes: Float64Array, rows: Uint32Array, testRatio: number): RowSplit {
  return {
    train: rows.filter((row) => hashes[row] >= testRatio),
    test: rows.filter((row) => hashes[row] < testRatio),
  }
}
