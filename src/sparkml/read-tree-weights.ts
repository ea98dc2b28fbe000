import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import { readRows } from './read-rows.ts'

/** Spark 4.2 and later name the columns after the places in a tuple. */
const columns = { treeID: ['treeID', '_1'], weight: ['weights', '_3'] }
const row = z.object({ treeID: z.int().min(0), weight: z.number() })

/**
 * Reads the weight of each tree of an ensemble from `treesMetadata/`, in the order of the trees.
 *
 * @returns [numTrees] weights.
 * @throws FreeflowError `data` if the table is malformed or does not name each tree once.
 */
export async function readTreeWeights(directory: string, numTrees: number): Promise<Float64Array> {
  const rows = await readRows(directory, { numRows: numTrees, columns, row })
  const weights = new Float64Array(numTrees).fill(Number.NaN)
  for (const { treeID, weight } of rows) weights[treeID] = weight
  const absent = weights.findIndex(Number.isNaN)
  if (absent >= 0) throw new FreeflowError('data', `${directory}: tree ${absent} is not named`)
  return weights
}
