import type { StoreFiles } from '../../src/store/store-files.ts'

/**
 * The files of a pipeline of two stages by name.
 *
 * @param scaler  Stands for the content of the second stage, from which its uid is made.
 * @param part  Name of the part of its metadata.
 */
export function pipelineFiles(scaler: string, part = 'part-00000'): Readonly<Record<string, string>> {
  const stageUids = ['indexer', `scaler${scaler}`]
  return {
    [`metadata/${part}`]: JSON.stringify({ paramMap: { stageUids } }),
    'metadata/_SUCCESS': '',
    'stages/0_indexer/metadata/part-00000': 'labels',
    [`stages/1_scaler${scaler}/metadata/part-00000`]: `scaler ${scaler}`,
    [`stages/1_scaler${scaler}/data/part-00000.parquet`]: `means ${scaler}`,
  }
}

/**
 * Reads a pipeline as Spark does: the first line of the first part, then the stages that it names.
 *
 * @returns The texts of all files of its stages.
 */
export async function readPipeline(files: StoreFiles, directory: string): Promise<readonly string[]> {
  const text = async (path: string) => Buffer.from(await files.read(path)).toString()
  const parts = ((await files.list(`${directory}/metadata`)) ?? []).filter(({ name }) => !/^[._]/.test(name))
  const { paramMap } = JSON.parse(await text(`${directory}/metadata/${parts[0].name}`))
  const texts: string[] = []
  for (const [index, uid] of paramMap.stageUids.entries()) {
    const stage = `${directory}/stages/${index}_${uid}`
    texts.push(await text(`${stage}/metadata/part-00000`))
    const data = `${stage}/data/part-00000.parquet`
    if ((await files.stat(data)) !== null) texts.push(await text(data))
  }
  return texts
}
