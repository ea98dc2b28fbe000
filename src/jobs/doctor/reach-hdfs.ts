import type { JobHost } from '../../engine/host.ts'
import { checkDataNode } from './check-data-node.ts'
import { checkDataNodes } from './check-data-nodes.ts'
import { checkHdfs } from './check-hdfs.ts'
import { checkNameNodes } from './check-name-nodes.ts'
import type { CheckResult } from './check-result.ts'
import type { HdfsPlace } from './open-place.ts'
import { probeName } from './try-writing.ts'

/** How long a server may take to answer at all. */
const ANSWER_MS = 5000
/** How long all DataNodes together may take. */
const ALL_MS = 10_000

/** An HDFS as far as it could be reached. */
export interface ReachedHdfs {
  readonly results: readonly CheckResult[]
  /** Why nothing can be read there; `null` if it can. */
  readonly unreadable: string | null
  /** Why nothing can be written there; `null` if it can. */
  readonly unwritable: string | null
}

/**
 * Checks the way to an HDFS: NameNodes, user, clock, the DataNode that a file would go to, and all others.
 *
 * @param name  What the ids begin with.
 */
export async function reachHdfs(
  name: string,
  { session, path }: HdfsPlace & { readonly path: string },
  { now, newId }: Pick<JobHost, 'now' | 'newId'>,
): Promise<ReachedHdfs> {
  const { results: nameNodes, serving } = await checkNameNodes(name, session, ANSWER_MS)
  if (serving === null) {
    const why = 'no NameNode serves'
    return { results: nameNodes, unreadable: why, unwritable: why }
  }
  const hdfs = await checkHdfs(name, session, serving, now())
  const trial = `${path === '/' ? '' : path}/${probeName(newId())}`
  const [dataNode, dataNodes] = await Promise.all([
    checkDataNode(`${name}.datanode`, session, trial, ANSWER_MS),
    checkDataNodes(`${name}.datanode.each`, session, { answerMs: ANSWER_MS, allMs: ALL_MS }),
  ])
  const unreadable = dataNode.status === 'fail' ? 'no DataNode can be used' : null
  const unwritable = serving.isInSafeMode === true ? 'HDFS is in safe mode' : unreadable
  return { results: [...nameNodes, ...hdfs, dataNode, dataNodes], unreadable, unwritable }
}
