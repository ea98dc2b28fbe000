import { createHash, type Hash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { GradientBoostedTreesModel, RandomForestModel } from '../model/ensemble.ts'
import { formatMetadata } from './format-metadata.ts'
import { modelTables } from './model-tables.ts'
import { parquetFromRows } from './parquet-from-rows.ts'
import { sparkClasses } from './spark-class.ts'
import { sparkUid } from './spark-uid.ts'
import type { Written } from './write-content.ts'
import { writeMetadata } from './write-metadata.ts'
import { writeNodes } from './write-nodes.ts'
import { PARQUET_PART, writePart } from './write-part.ts'

/**
 * Writes a forest or boosted trees: `data/` with the nodes, `treesMetadata/` with the trees, `metadata/`.
 *
 * @param directory  Made with its parents; must not hold such files.
 * @param trainedAt  End of the training data in milliseconds since 1970 UTC.
 * @throws FreeflowError `storage` if it cannot be written, `unexpected` for a parameter that Spark lacks.
 */
export async function writeEnsemble(
  model: RandomForestModel | GradientBoostedTreesModel,
  directory: string,
  trainedAt: number,
): Promise<Written> {
  const { kind, trees, numFeatures, params } = model
  const data = join(directory, 'data')
  await writePart(data, PARQUET_PART, (path) => writeNodes(trees, path))
  const { size } = await stat(join(data, PARQUET_PART))
  const uid = sparkUid(sparkClasses[kind], await hashFile(join(data, PARQUET_PART)))
  const treeBytes = parquetFromRows(modelTables.trees, treeRows(model, uid, trainedAt))
  await writePart(join(directory, 'treesMetadata'), PARQUET_PART, (path) => writeFile(path, treeBytes))
  const counts = { numFeatures, numTrees: trees.length }
  const metadata = { sparkClass: sparkClasses[kind], uid, trainedAt, params, counts }
  return { uid, sizeBytes: size + treeBytes.length + (await writeMetadata(metadata, directory)) }
}

/** One row a tree: its number, its own metadata, its weight (1 in a forest, which takes the mean). */
function treeRows(model: RandomForestModel | GradientBoostedTreesModel, uid: string, trainedAt: number) {
  const sparkClass = sparkClasses.decision_tree
  return model.trees.map((_, treeID) => {
    const treeUid = sparkUid(sparkClass, createHash('sha256').update(`${uid}/${treeID}`))
    const metadata = formatMetadata({ sparkClass, uid: treeUid, trainedAt, params: {}, counts: {} })
    return { treeID, metadata, weights: model.kind === 'random_forest' ? 1 : model.treeWeights[treeID] }
  })
}

async function hashFile(path: string): Promise<Hash> {
  const hash = createHash('sha256')
  for await (const chunk of createReadStream(path)) hash.update(chunk)
  return hash
}
