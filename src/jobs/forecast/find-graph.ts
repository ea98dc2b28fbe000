import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { pathFromUri } from '../../path-from-uri.ts'

/** Name of the graph that is looked for beside the data. */
const graphFile = 'adjacency.csv'

/**
 * Gives the path of the graph of the roads that was named, else of the one beside the data; `undefined` if there is none.
 *
 * @param local  Places on the local disk: what lies in HDFS is copied before.
 */
export async function findGraph(local: {
  readonly graph?: string | undefined
  readonly data?: string | undefined
}): Promise<string | undefined> {
  const { graph, data } = local
  if (graph !== undefined) return pathFromUri(graph)
  if (data === undefined) return undefined
  const path = pathFromUri(data)
  const isDirectory = (await stat(path).catch(() => null))?.isDirectory() === true
  const candidate = join(isDirectory ? path : dirname(path), graphFile)
  const found = await stat(candidate).catch(() => null)
  return found?.isFile() === true ? candidate : undefined
}
