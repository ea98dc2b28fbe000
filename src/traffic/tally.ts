/** How many rows something was found in, and the first few of them. */
export interface Tally {
  count: number
  /** At most five row numbers, ascending. */
  readonly rows: number[]
}

/** Examples that a finding gives at most. */
const MAX_EXAMPLES = 5

/** A tally of nothing yet. */
export function newTally(): Tally {
  return { count: 0, rows: [] }
}

/** Counts a row. */
export function addRow(tally: Tally, row: number): void {
  tally.count++
  if (tally.rows.length < MAX_EXAMPLES) tally.rows.push(row)
}
