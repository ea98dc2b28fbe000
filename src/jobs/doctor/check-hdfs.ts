import { z } from 'zod'
import { FreeflowError } from '../../errors.ts'
import { formatBytes } from '../../format-bytes.ts'
import { askForJson } from '../../hdfs/ask-name-node.ts'
import type { NameNodeState } from '../../hdfs/name-node-state.ts'
import { parseReply } from '../../hdfs/parse-reply.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, failed, found } from './check-result.ts'
import { judgeSpace } from './judge-space.ts'

/** Ages, deadlines and names of versions are told by both clocks. */
const MAX_APART_MS = 60_000
const NO_JMX = 'the JMX of the NameNode could not be asked'

const homeSchema = z.object({ Path: z.string() })

/**
 * Checks what holds for all of an HDFS: as whom we are known, how far the clocks are apart, and what DataNodes
 * there are.
 *
 * @param place  What the ids begin with.
 * @param serving  What the NameNode says that serves.
 * @param nowMs  Milliseconds since 1970 as it answered.
 */
export async function checkHdfs(
  place: string,
  session: HdfsSession,
  serving: NameNodeState,
  nowMs: number,
): Promise<readonly CheckResult[]> {
  return [
    await attempt(`${place}.user`, () => checkUser(`${place}.user`, session)),
    checkClock(`${place}.clock`, serving, nowMs),
    checkCapacity(`${place}.datanodes`, serving),
  ]
}

/** The home tells whose a token is. */
async function checkUser(id: string, session: HdfsSession): Promise<CheckResult> {
  const operation = { method: 'GET', path: '/', op: 'GETHOMEDIRECTORY', verb: 'ask for the home at' } as const
  const { Path: home } = parseReply(session, operation, homeSchema, await askForJson(session, operation))
  const name = session.credentials['user.name']
  const who = name === undefined ? 'by a delegation token' : `user ${name}`
  return found(id, 'ok', `${who}, home ${home}`)
}

function checkClock(id: string, { clockMs }: NameNodeState, nowMs: number): CheckResult {
  if (clockMs === null) return found(id, 'skipped', 'the NameNode does not tell the time')
  const apartMs = clockMs - nowMs
  const seconds = Math.round(Math.abs(apartMs) / 1000)
  const side = apartMs < 0 ? 'behind' : 'ahead of'
  const text = seconds <= 2 ? 'as here' : `the NameNode is ${seconds} s ${side} this machine`
  if (Math.abs(apartMs) <= MAX_APART_MS) return found(id, 'ok', text)
  return found(id, 'warn', text, 'set both clocks by NTP: versions are named by the one and age by the other')
}

function checkCapacity(id: string, state: NameNodeState): CheckResult {
  const { numLiveDataNodes: numLive, numDeadDataNodes: numDead, capacityBytes, freeBytes } = state
  if (numLive === null || capacityBytes === null || freeBytes === null) return found(id, 'skipped', NO_JMX)
  const dead = numDead === null || numDead === 0 ? '' : `, ${numDead} dead`
  const text = `${numLive} alive${dead}; ${formatBytes(freeBytes)} of ${formatBytes(capacityBytes)} free`
  if (numLive > 0) return judgeSpace(id, text, freeBytes)
  return failed(
    id,
    new FreeflowError('storage', text, { hint: 'start the DataNodes: nothing can be read or written' }),
  )
}
