import type { StringColumn } from '../table/table.ts'

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

/** Gives the labels that stand in `rows` of a column, most frequent first, ties in alphabetical order. */
export function fitLabels(column: StringColumn, rows: Uint32Array): string[] {
  return countLabels(column, rows).map(({ label }) => label)
}

/** Counts the labels that stand in `rows` of a column, in the order of `fitLabels`; nulls are no label. */
export function countLabels(column: StringColumn, rows: Uint32Array): { label: string; count: number }[] {
  const counts = new Float64Array(column.dictionary.length)
  for (const row of rows) if (column.codes[row] >= 0) counts[column.codes[row]]++
  return column.dictionary
    .map((label, code) => ({ label, count: counts[code] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1))
}
