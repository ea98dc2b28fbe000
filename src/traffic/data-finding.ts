/** What the data contract asks of rows; names are for programs. */
export type DataRule =
  | 'no-key'
  | 'duplicate'
  | 'gap'
  | 'unsorted'
  | 'empty'
  | 'nulls'
  | 'infinite'
  | 'range'
  | 'constant'
  | 'unit'
  | 'zone'
  | 'unseen-category'

/** One rule of the data contract that rows break. */
export interface DataFinding {
  /** Of an error no model is made. */
  readonly severity: 'error' | 'warning'
  /** `null` where it is about rows as a whole. */
  readonly column: string | null
  readonly rule: DataRule
  /** How many rows, values, keys or gaps, as the text says. */
  readonly count: number
  /** The first few, at most five. */
  readonly examples: readonly string[]
  /** One line that names the column, the rule and the values, without the examples. */
  readonly text: string
}
