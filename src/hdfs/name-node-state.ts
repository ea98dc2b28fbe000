import { z } from 'zod'
import { askJmx } from './ask-jmx.ts'
import { askForJson } from './ask-name-node.ts'
import { failureKind } from './failure.ts'
import type { HdfsSession } from './session.ts'

/** What one NameNode says of itself; `null` where it does not. */
export interface NameNodeState {
  /** `active`, `standby`, `observer` or another word of Hadoop. */
  readonly role: string | null
  /** Of Hadoop: `3.5.0`. */
  readonly version: string | null
  readonly isInSafeMode: boolean | null
  readonly numLiveDataNodes: number | null
  readonly numDeadDataNodes: number | null
  /** Of all DataNodes together. */
  readonly capacityBytes: number | null
  readonly freeBytes: number | null
  /** Its clock as it answered, in milliseconds since 1970, to the second. */
  readonly clockMs: number | null
}

const text = z.string().nullable().catch(null)
const count = z.number().nullable().catch(null)
const attributesSchema = z.object({
  State: text,
  SoftwareVersion: text,
  FSState: text,
  NumLiveDataNodes: count,
  NumDeadDataNodes: count,
  CapacityTotal: count,
  CapacityRemaining: count,
})

/** One attribute of NameNodeInfo, which lists every DataNode, and two small beans. */
const queries = [
  'get=Hadoop:service=NameNode,name=NameNodeInfo::SoftwareVersion',
  'qry=Hadoop:service=NameNode,name=NameNodeStatus',
  'qry=Hadoop:service=NameNode,name=FSNamesystemState',
]

/**
 * Asks one NameNode, once, what it is: by WebHDFS whether it answers us, by JMX all else that it tells.
 *
 * A server that has no JMX, or lets us not at it, is no failure.
 *
 * @param url  One of `session.nameNodes`.
 * @param timeoutMs  How long it may take to answer at all.
 * @throws FreeflowError `storage` where it cannot be reached, is no WebHDFS, or does not let us in.
 */
export async function nameNodeState(
  session: HdfsSession,
  url: string,
  timeoutMs: number,
): Promise<NameNodeState> {
  const replies = await Promise.all(queries.map((query) => askJmx(session, url, query, timeoutMs)))
  const attributes = attributesSchema.parse(Object.assign({}, ...replies.flatMap(({ beans }) => beans)))
  return {
    role: (await isStandby(session, url)) ? (attributes.State ?? 'standby') : attributes.State,
    version: attributes.SoftwareVersion,
    isInSafeMode: attributes.FSState === null ? null : attributes.FSState === 'safeMode',
    numLiveDataNodes: attributes.NumLiveDataNodes,
    numDeadDataNodes: attributes.NumDeadDataNodes,
    capacityBytes: attributes.CapacityTotal,
    freeBytes: attributes.CapacityRemaining,
    clockMs: replies[0].clockMs,
  }
}

/** Has WebHDFS do something that asks for no permission. */
async function isStandby(session: HdfsSession, url: string): Promise<boolean> {
  const state = { active: 0, failingSinceMs: null, strictRename: null }
  const alone: HdfsSession = { ...session, nameNodes: [url], state }
  try {
    await askForJson(alone, { method: 'GET', path: '/', op: 'GETFILESTATUS', verb: 'look at' })
    return false
  } catch (error) {
    if (failureKind(error) === 'StandbyException') return true
    throw error
  }
}
