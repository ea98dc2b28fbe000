import { rememberActive } from './active-name-node.ts'
import { failure, failureKind } from './failure.ts'
import { replyFailure } from './reply-failure.ts'
import { askServer, type Request } from './request.ts'
import type { HdfsSession } from './session.ts'

/** An operation of WebHDFS that a NameNode answers. */
export interface Operation {
  readonly method: Request['method']
  /** Absolute path in HDFS. */
  readonly path: string
  /** For instance `GETFILESTATUS`. */
  readonly op: string
  /** Names in lower case: servers pass over others without a word. */
  readonly params?: Readonly<Record<string, string | number | boolean | undefined>>
  /** A verb for messages: `list`. */
  readonly verb: string
}

/**
 * Asks the NameNodes of a session, the one that answered last first, and remembers the one that is active, for
 * later sessions of this process too.
 *
 * Tries each at most once: see `withPatience`.
 *
 * @returns The text of the reply; '' for an empty one.
 * @throws FreeflowError `storage` whose kind is the name of Hadoop's exception, or one of `Failure`.
 */
export async function askNameNode(session: HdfsSession, operation: Operation): Promise<string> {
  const { nameNodes, state } = session
  let last: unknown
  for (let turn = 0; turn < nameNodes.length; turn++) {
    const index = (state.active + turn) % nameNodes.length
    try {
      const text = await askOne(session, nameNodes[index], operation)
      state.active = index
      rememberActive(nameNodes, index)
      return text
    } catch (error) {
      // a standby has no more to say than that it is one
      if (last === undefined || failureKind(error) !== 'StandbyException') last = error
      if (!otherMayAnswer.has(failureKind(error))) break
    }
  }
  throw last
}

const otherMayAnswer: ReadonlySet<string> = new Set([
  'StandbyException',
  'Unreachable',
  'UnknownHost',
  'NoReply',
])

/** As `askNameNode`, for an answer in JSON; not checked. */
export async function askForJson(session: HdfsSession, operation: Operation): Promise<unknown> {
  const text = await askNameNode(session, operation)
  try {
    return JSON.parse(text)
  } catch {
    // the cause would show what the server has sent, perhaps a page with our URL in it
    throw failure('Protocol', `${actionOf(session, operation)}: no answer of WebHDFS: it is not JSON`)
  }
}

/** Says what an operation does, and where. */
export function actionOf({ uri }: HdfsSession, { verb, path }: Pick<Operation, 'verb' | 'path'>): string {
  return `cannot ${verb} ${uri}${path}`
}

async function askOne(session: HdfsSession, base: string, operation: Operation): Promise<string> {
  const { method } = operation
  const request: Request = {
    method,
    url: urlOf(session, base, operation),
    action: actionOf(session, operation),
    hint: session.hint,
  }
  const reply = await askServer(request, session.replyTimeoutMs)
  if (reply.status !== 200) throw replyFailure(session, request.action, reply)
  return reply.text
}

function urlOf({ credentials }: HdfsSession, base: string, { path, op, params }: Operation): string {
  const query = new URLSearchParams({ op, ...credentials })
  for (const [name, value] of Object.entries(params ?? {}))
    if (value !== undefined) query.set(name, String(value))
  return `${base}${path.split('/').map(encodeURIComponent).join('/')}?${query}`
}
