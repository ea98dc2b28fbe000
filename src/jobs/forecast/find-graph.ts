import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { isHdfsUri } from '../../hdfs/hdfs-uri.ts'
import { pathFromUri } from '../../path-from-uri.ts'

/** Name of the graph that is looked for beside the data. */
const graphFile = 'adjacency.csv'

/** Gives the path of the graph that was named, else of the one beside the data on the local disk; `null` if there is none. */
export async function findGraph(options: {
  readonly graph?: string | undefined
  readonly data?: string | undefined
}): Promise<string | null> {
  const { graph, data } = options
  if (graph !== undefined) return pathFromUri(graph)
  if (data === undefined || isHdfsUri(data)) return null
  const path = pathFromUri(data)
  const isDirectory = (await stat(path).catch(() => null))?.isDirectory() === true
  const candidate = join(isDirectory ? path : dirname(path), graphFile)
  const found = await stat(candidate).catch(() => null)
  return found?.isFile() === true ? candidate : null
}
