import type { FeatureMatrix } from '../feature-matrix.ts'
import { countBelow } from './count-below.ts'
import type { FlatColumn } from './flat-column.ts'

/** A column of numbers to be binned. */
export interface NumericPlan {
  readonly column: number
  readonly values: Float64Array
}

/** A one-hot group, of which a row turns on at most one column. */
export interface OneHotPlan {
  readonly codes: Uint8Array
  /** The group's columns and their bin, less 128, where they are off. */
  readonly offs: readonly { readonly column: number; readonly bin: number }[]
  /** By code: the column that it turns on, -1 for none, and that column's bin then. */
  readonly columnOfCode: Int32Array
  readonly binOfCode: Int8Array
}

/** How the features of a matrix become columns of bins. */
export interface BinPlan {
  readonly numeric: readonly NumericPlan[]
  readonly oneHot: readonly OneHotPlan[]
}

/** Finds how the columns that trees ask about come from a matrix. */
export function planBins(columns: readonly FlatColumn[], { features }: FeatureMatrix): BinPlan {
  const columnOfSlot = new Map(columns.map(({ slot }, column) => [slot, column]))
  const numeric: NumericPlan[] = []
  const oneHot: OneHotPlan[] = []
  for (const feature of features) {
    if (feature.kind === 'numeric') {
      const column = columnOfSlot.get(feature.slot)
      if (column !== undefined) numeric.push({ column, values: feature.values })
      continue
    }
    const { slot, numSlots, codes, off, on } = feature
    const columnOfCode = new Int32Array(256).fill(-1)
    const binOfCode = new Int8Array(256)
    const offs: { column: number; bin: number }[] = []
    for (let code = 0; code < numSlots; code++) {
      const column = columnOfSlot.get(slot + code)
      if (column === undefined) continue
      const { thresholds } = columns[column]
      columnOfCode[code] = column
      binOfCode[code] = countBelow(thresholds, on[code]) - 128
      offs.push({ column, bin: countBelow(thresholds, off[code]) - 128 })
    }
    if (offs.length > 0) oneHot.push({ codes, offs, columnOfCode, binOfCode })
  }
  return { numeric, oneHot }
}
