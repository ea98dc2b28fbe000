import { existsSync, readdirSync, readFileSync } from 'node:fs'

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
export function readPipeline(directory: string): readonly string[] {
  const parts = readdirSync(`${directory}/metadata`).filter((name) => !/^[._]/.test(name))
  const { paramMap } = JSON.parse(readFileSync(`${directory}/metadata/${parts[0]}`, 'utf8'))
  return paramMap.stageUids.flatMap((uid: string, index: number) =>
    ['metadata/part-00000', 'data/part-00000.parquet']
      .map((name) => `${directory}/stages/${index}_${uid}/${name}`)
      .filter((path) => existsSync(path) || path.includes('metadata'))
      .map((path) => readFileSync(path, 'utf8')),
  )
}
