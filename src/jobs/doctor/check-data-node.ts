import { atDataNode } from '../../hdfs/at-data-node.ts'
import { failureKind } from '../../hdfs/failure.ts'
import { askServer } from '../../hdfs/request.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, failed, found } from './check-result.ts'

/**
 * Checks that the NameNode sends us to a DataNode that may be followed to and can be reached; sends it nothing.
 *
 * @param path  In HDFS; of a file that is not there and will not be made.
 */
export function checkDataNode(
  id: string,
  session: HdfsSession,
  path: string,
  timeoutMs: number,
): Promise<CheckResult> {
  let host = ''
  const reach = async (url: string) => {
    const { origin } = new URL(url)
    host = new URL(url).host
    await askServer({ method: 'GET', url: `${origin}/`, action: 'cannot use the DataNode' }, timeoutMs)
    return found(id, 'ok', `${host} answers`)
  }
  // asking where a file would go makes none
  const operation = {
    method: 'PUT',
    path,
    op: 'CREATE',
    params: { overwrite: false },
    verb: 'write',
  } as const
  return attempt(id, () =>
    atDataNode(session, operation, reach).catch((error: unknown) => {
      if (host === '' || !isAway(error)) throw error
      const hint = `check that it runs; where another address reaches it from here, give --datanode-map ${host}=HOST:PORT`
      return { ...failed(id, error), hint }
    }),
  )
}

function isAway(error: unknown): boolean {
  return ['Unreachable', 'UnknownHost', 'NoReply'].includes(failureKind(error))
}
