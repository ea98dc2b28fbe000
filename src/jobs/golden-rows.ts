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

const NUM_ROWS = 20

/**
 * Chooses rows, evenly spread, and predicts them.
 *
 * @param rows  Rows to choose from, without nulls; at least one.
 */
export function goldenRows(
  model: RegressionModel,
  layout: FeatureLayout,
  table: Table,
  rows: Uint32Array,
): GoldenRows {
  const count = Math.min(NUM_ROWS, rows.length)
  const chosen = Uint32Array.from(
    { length: count },
    (_, index) => rows[Math.floor((index * rows.length) / count)],
  )
  const columns = layout.sources.flatMap(({ column: name }) => {
    const column = table.columns.get(name)
    return column === undefined ? [] : [{ name, column }]
  })
  return {
    rows: Array.from(chosen, (row) =>
      Object.fromEntries(columns.map(({ name, column }) => [name, valueAt(column, row)])),
    ),
    predictions: [...predictRows(model, encodeRows(layout, table, chosen))],
  }
}
