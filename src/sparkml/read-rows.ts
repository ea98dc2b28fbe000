import type { RowGroup } from 'hyparquet'
import type { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { checkShape } from './check-shape.ts'
import { listParts } from './list-parts.ts'
import { openParquet, type ParquetFile } from './open-parquet.ts'
import { readLeaf } from './read-leaf.ts'
import { valuesFromLeaf } from './values-from-leaf.ts'

/** What to read of a small table: for each field of a row its column (see `readLeaf`), or the fields of a group. */
export interface RowColumns {
  readonly [field: string]: readonly string[] | RowColumns
}

/**
 * Reads a small table of a model directory, all parts in order.
 *
 * @param directory  `data/` or `treesMetadata/`.
 * @param shape      What each row must look like.
 * @throws FreeflowError `data` if it is absent, malformed or of another shape.
 */
export async function readRows<T>(directory: string, columns: RowColumns, shape: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = []
  for (const path of await listParts(directory)) {
    const file = await openParquet(path)
    for (const group of file.metadata.row_groups) {
      const values = await readFields(file, group, columns)
      rows.push(...values.map((value, row) => checkShape(shape, value, `${path}: row ${row}`)))
    }
  }
  return rows
}

/**
 * Reads a table that must have exactly one row.
 *
 * @throws FreeflowError `data` as `readRows`, and for another number of rows.
 */
export async function readOneRow<T>(directory: string, columns: RowColumns, shape: z.ZodType<T>): Promise<T> {
  const rows = await readRows(directory, columns, shape)
  if (rows.length !== 1) throw new FreeflowError('data', `${directory}: must hold 1 row, has ${rows.length}`)
  return rows[0]
}

async function readFields(file: ParquetFile, group: RowGroup, columns: RowColumns): Promise<object[]> {
  const rows = Array.from({ length: Number(group.num_rows) }, (): Record<string, unknown> => ({}))
  for (const [field, column] of Object.entries(columns)) {
    const values = isLeaf(column)
      ? await readLeaf(file, group, column, valuesFromLeaf)
      : await readFields(file, group, column)
    if (values.length !== rows.length) {
      throw new FreeflowError('data', `${file.path}: ${field} has ${values.length} of ${rows.length} rows`)
    }
    for (const [row, value] of values.entries()) rows[row][field] = value
  }
  return rows
}

function isLeaf(column: readonly string[] | RowColumns): column is readonly string[] {
  return Array.isArray(column)
}
