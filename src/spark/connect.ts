import { randomUUID } from 'node:crypto'
import { hash32, randomStream } from '../random.ts'
import { askVersion } from './analyze.ts'
import { checkVersion } from './check-version.ts'
import { type ConnectTarget, parseConnectUrl } from './connect-url.ts'
import type { Link, Listener, Silence } from './link.ts'
import { openClient } from './open-client.ts'
import { defaultRetryPolicy, type RetryPolicy } from './retry-policy.ts'
import { SparkSession } from './session.ts'
import { writeConfig } from './spark-config.ts'

const defaultSilence: Silence = { quietMs: 10_000, answerMs: 30_000 }

/** How to connect. */
export interface ConnectOptions extends Listener {
  /** How long the server may take to answer for the first time, in milliseconds; default 30,000. */
  readonly connectTimeoutMs?: number
  /** How often calls are made again; default Spark's own. */
  readonly policy?: RetryPolicy
  /** For how long the server may be silent; default 10 s, then 30 s for a sign of life. */
  readonly silence?: Silence
  /** Whom Spark's logs name if the URL names nobody; default `freeflow`. */
  readonly userId?: string
  /** Gives UUIDs for the session and its queries; default random ones. */
  readonly newId?: () => string
}

/**
 * Opens a session on a Spark Connect server of Spark 4.0 or later.
 *
 * @param url  `sc://host:port/;token=...`, see `parseConnectUrl`.
 * @throws FreeflowError `usage` for a malformed URL; `engine` if the server does not answer in time, refuses the
 *   token, or is older.
 */
export async function connect(url: string, options: ConnectOptions): Promise<SparkSession> {
  const target = parseConnectUrl(url)
  const { client, close } = openClient(target)
  const link = { ...linkTo(target, options), client }
  try {
    const version = await awaitVersion(link, options.connectTimeoutMs ?? 30_000)
    checkVersion(link.place, version)
    // batches that are compressed cannot be read here; Spark 4.0, which has no such setting, never compresses
    await writeConfig(link, { 'spark.sql.execution.arrow.compression.codec': 'none' })
    return new SparkSession(link, version, close)
  } catch (error) {
    close()
    throw error
  }
}

function linkTo(target: ConnectTarget, options: ConnectOptions): Omit<Link, 'client'> {
  const {
    newId = randomUUID,
    policy = defaultRetryPolicy,
    silence = defaultSilence,
    signal,
    onProgress,
    warn,
  } = options
  const sessionId = target.sessionId ?? newId()
  const userId = target.userId ?? options.userId ?? 'freeflow'
  return {
    place: `sc://${target.host}:${target.port}`,
    base: {
      sessionId,
      userContext: { userId, userName: userId },
      clientType: target.userAgent ?? 'freeflow',
    },
    state: { serverSession: undefined, numPlans: 0n },
    random: randomStream(hash32(...Buffer.from(sessionId))),
    ...{ policy, silence, newId, signal, onProgress, warn },
  }
}

/** Asks for the version until there is an answer, since a server that starts refuses connections for some time. */
async function awaitVersion(link: Link, timeoutMs: number): Promise<string> {
  const pauseMs = 250
  const policy = {
    ...link.policy,
    firstPauseMs: pauseMs,
    factor: 1,
    maxRetries: Math.ceil(timeoutMs / pauseMs),
  }
  return askVersion({ ...link, policy }, timeoutMs)
}
