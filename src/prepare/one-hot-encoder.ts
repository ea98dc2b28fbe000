/**
 * Turns category indices into groups of 0/1 slots.
 *
 * A column of `size` categories gives `size` slots, one more with `keep` (for unseen indices), one fewer with
 * `dropLast` (the last is then all zeros). Named and meant as in Spark ML.
 */
export interface OneHotEncoderModel {
  readonly kind: 'OneHotEncoderModel'
  readonly inputCols: readonly string[]
  readonly outputCols: readonly string[]
  /** Number of categories of each input column, before `keep` and `dropLast`. */
  readonly categorySizes: readonly number[]
  readonly dropLast: boolean
  readonly handleInvalid: 'error' | 'keep'
}
