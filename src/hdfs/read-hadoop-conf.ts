import type { HadoopConf } from './hadoop-conf.ts'

/** placeholder until the reader lands */
export async function readHadoopConf(_directory: string | undefined): Promise<HadoopConf> {
  return new Map()
}
