/**
 * Turns strings into indices: the label at place i of its column's list becomes i.
 *
 * With `keep` an unseen or null string becomes the index after the last label, with `error` it is refused,
 * with `skip` its row is left out. Named and meant as in Spark ML.
 */
export interface StringIndexerModel {
  readonly kind: 'StringIndexerModel'
  readonly inputCols: readonly string[]
  readonly outputCols: readonly string[]
  /** Labels of each input column, most frequent first, ties in alphabetical order. */
  readonly labelsArray: readonly (readonly string[])[]
  readonly handleInvalid: 'error' | 'skip' | 'keep'
}
