import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { readRows } from './read-rows.ts'

/** Spark 4.2 and later name the columns after the places in a tuple. */
const rowShape = z
  .looseObject({})
  .transform((row) => ('_1' in row ? { treeID: row['_1'], weights: row['_3'] } : row))
  .pipe(z.object({ treeID: z.int().min(0), weights: z.number() }))

/**
 * Reads the weight of each tree of an ensemble from `treesMetadata/`, in the order of the trees.
 *
 * @returns [numTrees] weights.
 * @throws FreeflowError `data` if the table is malformed or does not name each tree once.
 */
export async function readTreeWeights(directory: string, numTrees: number): Promise<Float64Array> {
  const rows = await readRows(directory, rowShape)
  if (rows.length !== numTrees) {
    throw new FreeflowError('data', `${directory}: ${rows.length} trees where the metadata says ${numTrees}`)
  }
  const weights = new Float64Array(numTrees).fill(Number.NaN)
  for (const row of rows) weights[row.treeID] = row.weights
  const absent = weights.findIndex(Number.isNaN)
  if (absent >= 0) throw new FreeflowError('data', `${directory}: tree ${absent} is not named`)
  return weights
}
