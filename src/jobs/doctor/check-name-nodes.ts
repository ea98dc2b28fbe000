import { FreeflowError } from '../../errors.ts'
import { type NameNodeState, nameNodeState } from '../../hdfs/name-node-state.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { type CheckResult, failed, found } from './check-result.ts'

/** What the NameNodes of an HDFS say. */
export interface NameNodesFound {
  /** One a NameNode, in the order of the session. */
  readonly results: readonly CheckResult[]
  /** What the one says that serves; `null` if none does. */
  readonly serving: NameNodeState | null
}

const NO_JMX = 'answers; its JMX could not be asked for version, role and safe mode'

/**
 * Asks each NameNode of an HDFS what it is, all at once.
 *
 * One that does not answer is a failure where no other serves, and a warning where one does.
 *
 * @param place  What the ids begin with.
 * @param timeoutMs  How long one may take to answer at all.
 */
export async function checkNameNodes(
  place: string,
  session: HdfsSession,
  timeoutMs: number,
): Promise<NameNodesFound> {
  const outcomes = await Promise.allSettled(
    session.nameNodes.map((url) => nameNodeState(session, url, timeoutMs)),
  )
  const states = outcomes.map((outcome) => (outcome.status === 'fulfilled' ? outcome.value : null))
  const serving = states.find((state) => state !== null && !isIdle(state)) ?? null
  const results = outcomes.map((outcome, index) => {
    const id = `${place}.namenode.${index + 1}`
    const url = session.nameNodes[index]
    if (outcome.status === 'fulfilled') return stateResult(id, url, outcome.value, serving)
    const told = failed(id, outcome.reason)
    const text = `${url}: ${told.text}`
    return serving === null ? { ...told, text } : found(id, 'warn', text, told.hint)
  })
  return { results, serving }
}

function isIdle({ role }: NameNodeState): boolean {
  return role === 'standby' || role === 'initializing'
}

function stateResult(
  id: string,
  url: string,
  state: NameNodeState,
  serving: NameNodeState | null,
): CheckResult {
  const told = [
    state.role,
    state.version && `Hadoop ${state.version}`,
    state.isInSafeMode === true && 'in safe mode',
  ]
  const text = `${url}: ${told.filter(Boolean).join(', ') || NO_JMX}`
  if (isIdle(state) && serving === null)
    return failed(
      id,
      new FreeflowError('storage', `${text}, and no NameNode is active`, {
        hint: 'name all NameNodes in HADOOP_CONF_DIR or --webhdfs-url, or make one active: hdfs haadmin -getAllServiceState',
      }),
    )
  if (!isIdle(state) && state.isInSafeMode === true)
    return failed(
      id,
      new FreeflowError('storage', `${text}: nothing can be written`, {
        hint: 'wait until it has left safe mode, or ask why it has not: hdfs dfsadmin -safemode get',
      }),
    )
  return found(id, 'ok', text)
}
