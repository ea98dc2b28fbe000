/** The ways in which a score comes to be untrue, or a column cannot be used. */
export type FindingKind =
  | 'identity'
  | 'near-identity'
  | 'bucket'
  | 'window'
  | 'order'
  | 'statistic'
  | 'scaling'
  | 'duplicates'
  | 'shared-windows'
  | 'constant'
  | 'absent'

/** One thing that is wrong with a table, as people and programs read it. */
export interface AuditFinding {
  readonly kind: FindingKind
  /** `leak`: scores on this table are not true; `warning`: a column brings nothing, or breaks at serving. */
  readonly severity: 'leak' | 'warning'
  /** Columns that together give it away, the telling one first. */
  readonly columns: readonly string[]
  /** True where no column stands out: which of them was made with the target is not known. */
  readonly isShared?: true
  /** What holds, written so that one can compute it by hand. */
  readonly formula: string
  /** Largest error on the rows on which the formula holds, in the unit of what it gives; `null` for no formula. */
  readonly max_error: number | null
  /** Share of the tested rows on which it holds; of a near identity its R2. */
  readonly share: number
  /** Number of rows on which it was tested. */
  readonly rows: number
  readonly why: string
  /** What to do about it. */
  readonly advice: string
}
