import { tmpdir } from 'node:os'
import { activeOf } from './active-name-node.ts'
import { datanodeRules } from './datanode-rules.ts'
import { findToken } from './find-token.ts'
import type { HdfsOptions } from './hdfs-options.ts'
import { parseHdfsUri } from './hdfs-uri.ts'
import { hdfsUser } from './hdfs-user.ts'
import { locateNameNodes } from './locate-namenodes.ts'
import { redirectTarget } from './redirect-target.ts'
import type { HdfsSession, SessionState } from './session.ts'

const DEADLINE_MS = 60_000
const REPLY_TIMEOUT_MS = 30_000

/** A place in an HDFS that can be spoken with. */
export interface OpenPlace {
  readonly session: HdfsSession
  /** Absolute path in HDFS. */
  readonly path: string
}

/**
 * Makes ready to speak with the HDFS that a URI names; asks nobody yet.
 *
 * @throws FreeflowError `usage` for a URI, a flag or a configuration that cannot be read.
 */
export async function openSession(uri: string, options: HdfsOptions): Promise<OpenPlace> {
  const parsed = parseHdfsUri(uri)
  const nameNodes = await locateNameNodes(parsed, options)
  const { authority, urls, hint } = nameNodes
  const rules = datanodeRules(options)
  const token = await findToken(options, nameNodes)
  const state: SessionState = { active: activeOf(urls), failingSinceMs: null, strictRename: null }
  const deadlineMs = options.deadlineMs ?? DEADLINE_MS
  const session: HdfsSession = {
    uri: `${parsed.scheme}://${authority}`,
    nameNodes: urls,
    hint,
    credentials: token === null ? { 'user.name': hdfsUser(options) } : { delegation: token },
    redirect: (location) => redirectTarget(location, [urls[state.active], ...urls], rules).href,
    deadlineMs,
    // a server that hangs is asked twice before the deadline
    replyTimeoutMs: Math.min(REPLY_TIMEOUT_MS, deadlineMs / 2),
    scratch: options.scratch ?? tmpdir(),
    signal: options.signal,
    warn: options.warn ?? (() => {}),
    state,
  }
  return { session, path: parsed.path }
}
