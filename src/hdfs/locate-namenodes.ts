import { findNameNodes, type NameNodes } from './find-namenodes.ts'
import type { HadoopConf } from './hadoop-conf.ts'
import type { HdfsOptions } from './hdfs-options.ts'
import type { HdfsUri } from './hdfs-uri.ts'

/**
 * Finds the NameNodes that a URI means (`findNameNodes`), and reads the configuration of HADOOP_CONF_DIR for
 * that where flag and URI leave something open.
 *
 * @throws FreeflowError `usage` as `findNameNodes` and `readHadoopConf` do.
 */
export async function locateNameNodes(uri: HdfsUri, options: HdfsOptions): Promise<NameNodes> {
  const isToldByFlag = options.webhdfsUrl !== undefined && uri.authority !== ''
  const conf = isToldByFlag || options.confDir === undefined ? noConf : await confOf(options.confDir)
  return findNameNodes(uri, options, conf)
}

const noConf: HadoopConf = new Map()

/** Loads the XML parser only where it is needed: `freeflow/predict` on local files does without. */
async function confOf(confDir: string): Promise<HadoopConf> {
  const { readHadoopConf } = await import('./read-hadoop-conf.ts')
  return readHadoopConf(confDir)
}
