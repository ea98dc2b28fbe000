import { join } from 'node:path'
import { z } from 'zod'
import { FreeflowError } from '../errors.ts'
import type { GradientBoostedTreesModel, RandomForestModel } from '../model/ensemble.ts'
import type { LinearRegressionModel } from '../model/linear.ts'
import type { RegressionModel } from '../model/regression-model.ts'
import { listParts } from './list-parts.ts'
import { paramsFromMetadata } from './params-from-metadata.ts'
import { type ReadMetadata, readMetadata } from './read-metadata.ts'
import { readNodes } from './read-nodes.ts'
import { readRows } from './read-rows.ts'
import { readTreeWeights } from './read-tree-weights.ts'
import { sparkClasses } from './spark-class.ts'
import { treesFromColumns } from './trees-from-columns.ts'
import { vectorColumns, vectorShape } from './vector-shape.ts'

/**
 * Reads a trained model: a directory that freeflow or Spark (3.5 to 4.3) wrote. Its metadata say which kind.
 *
 * Everything is checked, but not against damage that leaves it well formed: that the bytes are those that were
 * written is for the manifest of the store to say.
 *
 * @returns The model with the parameters of its learner, Spark's defaults included; names of columns are no
 *   part of it.
 * @throws FreeflowError `data` if a file is absent or malformed, or the class is no regression model of ours.
 */
export async function readModel(directory: string): Promise<RegressionModel> {
  const metadata = await readMetadata(directory)
  switch (metadata.kind) {
    case 'linear_regression':
      return readLinear(directory, metadata)
    case 'random_forest':
    case 'gradient_boosted_trees':
      return readEnsemble(directory, metadata, metadata.kind)
    default:
      throw new FreeflowError(
        'data',
        `${metadata.path}: class ${sparkClasses[metadata.kind].name} is no model that freeflow reads`,
      )
  }
}

const linearTable = {
  numRows: 1,
  columns: { intercept: ['intercept'], coefficients: vectorColumns('coefficients') },
  row: z.object({ intercept: z.number(), coefficients: vectorShape }),
}

async function readLinear(directory: string, metadata: ReadMetadata): Promise<LinearRegressionModel> {
  const [row] = await readRows(join(directory, 'data'), linearTable)
  const params = paramsFromMetadata(metadata)
  return { kind: 'linear_regression', numFeatures: row.coefficients.length, ...row, params }
}

async function readEnsemble(
  directory: string,
  metadata: ReadMetadata,
  kind: 'random_forest' | 'gradient_boosted_trees',
): Promise<RandomForestModel | GradientBoostedTreesModel> {
  const { numFeatures, numTrees, path } = metadata
  if (numFeatures === undefined || numTrees === undefined) {
    throw new FreeflowError('data', `${path}: numFeatures and numTrees must be there`)
  }
  const treeWeights = await readTreeWeights(join(directory, 'treesMetadata'), numTrees)
  const data = join(directory, 'data')
  const columns = await readNodes(await listParts(data))
  const trees = treesFromColumns(columns, { numTrees, numFeatures, path: data })
  const common = { numFeatures, trees, params: paramsFromMetadata(metadata) }
  return kind === 'random_forest' ? { kind, ...common } : { kind, ...common, treeWeights }
}
