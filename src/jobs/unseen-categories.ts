import type { FeatureMatrix } from '../model/feature-matrix.ts'
import type { FeatureLayout } from '../prepare/feature-layout.ts'
import { type Table, valueAt } from '../table/table.ts'
import type { DataFinding } from '../traffic/data-finding.ts'

/**
 * Warns of the categories that training has not seen, one finding a column; they turn on no known slot.
 *
 * @param matrix  The rows of the table as `encodeRows` gives them by this layout.
 * @param rows  Which rows of the table those are.
 */
export function unseenCategories(
  layout: FeatureLayout,
  matrix: FeatureMatrix,
  table: Table,
  rows: Uint32Array,
): DataFinding[] {
  return layout.sources.flatMap((source, index): DataFinding[] => {
    const feature = matrix.features[index]
    const column = table.columns.get(source.column)
    if (source.kind !== 'one-hot' || feature.kind !== 'one-hot' || column === undefined) return []
    const numByCategory = new Map<string, number>()
    feature.codes.forEach((code, at) => {
      if (code < source.numCategories) return
      const category = JSON.stringify(valueAt(column, rows[at]))
      numByCategory.set(category, (numByCategory.get(category) ?? 0) + 1)
    })
    if (numByCategory.size === 0) return []
    const count = [...numByCategory.values()].reduce((sum, rowsOfOne) => sum + rowsOfOne, 0)
    const examples = [...numByCategory].slice(0, 5).map(([category, num]) => `${category} (${num} rows)`)
    const text = `${source.column} has categories in ${count} rows that training has not seen`
    return [{ severity: 'warning', column: source.column, rule: 'unseen-category', count, examples, text }]
  })
}
