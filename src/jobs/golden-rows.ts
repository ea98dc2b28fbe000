import { predictRows } from '../model/predict-rows.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { encodeRows } from '../prepare/encode-rows.ts'
import type { FeatureLayout } from '../prepare/feature-layout.ts'
import { type Table, valueAt } from '../table/table.ts'

/** Rows in original units and what the model predicts for them; every load compares. */
export interface GoldenRows {
  readonly rows: readonly Readonly<Record<string, number | string | null>>[]
  readonly predictions: readonly number[]
}

/** How many rows a version keeps. */
export const numGoldenRows = 20

/**
 * Predicts rows to be kept with a version.
 *
 * @param table  The rows, without nulls: the columns that the layout takes.
 */
export function goldenRows(model: RegressionModel, layout: FeatureLayout, table: Table): GoldenRows {
  const rows = Uint32Array.from({ length: table.numRows }, (_, row) => row)
  const columns = layout.sources.flatMap(({ column: name }) => {
    const column = table.columns.get(name)
    return column === undefined ? [] : [{ name, column }]
  })
  return {
    rows: Array.from(rows, (row) =>
      Object.fromEntries(columns.map(({ name, column }) => [name, valueAt(column, row)])),
    ),
    predictions: [...predictRows(model, encodeRows(layout, table, rows))],
  }
}
