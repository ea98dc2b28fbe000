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

/** What a small table must look like. */
export interface TableShape<T> {
  readonly numRows: number
  readonly columns: RowColumns
  readonly row: z.ZodType<T>
}

/**
 * Reads a small table of a model directory, all parts in order.
 *
 * @param directory  `data/` or `treesMetadata/`.
 * @returns [numRows] rows.
 * @throws FreeflowError `data` if it is absent, malformed or of another shape.
 */
export async function readRows<T>(
  directory: string,
  { numRows, columns, row: shape }: TableShape<T>,
): Promise<T[]> {
  const files: ParquetFile[] = []
  for (const path of await listParts(directory)) files.push(await openParquet(path))
  const found = files.reduce((sum, file) => sum + file.numRows, 0)
  if (found !== numRows) {
    throw new FreeflowError('data', `${directory}: number of rows must be ${numRows}, is ${found}`)
  }
  const rows: T[] = []
  for (const file of files) {
    for (const group of file.metadata.row_groups) {
      const values = await readFields(file, group, columns)
      for (const [row, value] of values.entries()) {
        rows.push(checkShape(shape, value, `${file.path}: row ${row}`))
      }
    }
  }
  return rows
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
