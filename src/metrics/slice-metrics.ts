import { type RegressionMetrics, regressionMetrics } from './regression.ts'

/** Rows told apart by one property. */
export interface Slicing {
  /** Index into `names` of each row, [numRows]; -1 for a row in no slice. */
  readonly codes: Int32Array
  /** What each slice is called, in the order of telling. */
  readonly names: readonly string[]
}

/** Metrics of one slice. */
export interface SliceMetrics extends RegressionMetrics {
  /** Name of the slice. */
  readonly value: string
  /** Number of its rows. */
  readonly n: number
}

/**
 * Compares predictions with labels slice by slice.
 *
 * @param labels  [numRows], as `predictions`.
 * @returns In the order of the names, without slices that have no row. r2 is measured against the mean of the
 *   slice, so it is lower than over all rows where a slice varies little; of one row it is 0.
 */
export function sliceMetrics(
  labels: Float64Array,
  predictions: Float64Array,
  { codes, names }: Slicing,
): SliceMetrics[] {
  const rowsByCode = names.map((): number[] => [])
  codes.forEach((code, row) => {
    if (code >= 0) rowsByCode[code].push(row)
  })
  return names.flatMap((value, code) => {
    const rows = rowsByCode[code]
    if (rows.length === 0) return []
    const valuesOf = (all: Float64Array) => Float64Array.from(rows, (row) => all[row])
    return { value, n: rows.length, ...regressionMetrics(valuesOf(labels), valuesOf(predictions)) }
  })
}
