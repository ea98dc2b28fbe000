import { parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import type { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { checkShape } from './check-shape.ts'
import { listParts } from './list-parts.ts'
import { openParquet } from './open-parquet.ts'
import { readError } from './read-error.ts'

/** Rows that a small table may have: one, or one a tree. */
const MAX_ROWS = 1_000_000

/**
 * Reads a small table of a model directory, all parts in order.
 *
 * @param directory  `data/` or `treesMetadata/`.
 * @param shape      What each row must look like.
 * @throws FreeflowError `data` if it is absent, malformed or of another shape.
 */
export async function readRows<T>(directory: string, shape: z.ZodType<T>): Promise<T[]> {
  const rows: T[] = []
  for (const path of await listParts(directory)) {
    for (const [row, value] of (await readPart(path)).entries()) {
      rows.push(checkShape(shape, value, `${path}: row ${row}`))
    }
  }
  return rows
}

/**
 * Reads a table that must have exactly one row.
 *
 * @throws FreeflowError `data` as `readRows`, and for another number of rows.
 */
export async function readOneRow<T>(directory: string, shape: z.ZodType<T>): Promise<T> {
  const rows = await readRows(directory, shape)
  if (rows.length !== 1) throw new FreeflowError('data', `${directory}: must hold 1 row, has ${rows.length}`)
  return rows[0]
}

async function readPart(path: string): Promise<unknown[]> {
  const { buffer, metadata, numRows } = await openParquet(path)
  if (numRows > MAX_ROWS) throw new FreeflowError('data', `${path}: ${numRows} rows are too many`)
  try {
    return await parquetReadObjects({ file: buffer, metadata, compressors })
  } catch (cause) {
    throw readError(path, cause)
  }
}
