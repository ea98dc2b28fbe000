import type { Table } from '../table/table.ts'
import type { FeatureLayout } from './feature-layout.ts'

/**
 * Leaves out the rows with a string that was not seen in training, or with a null in its place, where the
 * layout skips such rows. Source: Spark ML, StringIndexerModel with handleInvalid `skip`.
 *
 * @param rows  Indices of the rows to choose from.
 * @returns The rows that can be encoded, in the same order.
 */
export function knownRows(layout: FeatureLayout, table: Table, rows: Uint32Array): Uint32Array {
  let known = rows
  for (const source of layout.sources) {
    if (source.kind !== 'one-hot' || source.handleInvalid !== 'skip') continue
    const column = table.columns.get(source.column)
    if (column?.kind !== 'string') continue
    const isKnown = column.dictionary.map((label) => source.labels?.includes(label))
    known = known.filter((row) => isKnown[column.codes[row]] === true)
  }
  return known
}
