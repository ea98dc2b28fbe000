import { setTimeout as sleep } from 'node:timers/promises'
import { FreeflowError } from '../errors.ts'
import { failure, failureKind, isTransient } from './failure.ts'
import type { HdfsSession } from './session.ts'

const FIRST_PAUSE_MS = 50
const LONGEST_PAUSE_MS = 2000
/** Shorter troubles are not worth a line. */
const SILENT_MS = 3000

/**
 * Tries something again, with growing pauses, while it fails for reasons that may pass.
 *
 * It gives up once it, or everything that the session asks, has failed for the deadline of the session: so a
 * series of operations on a dead NameNode takes one deadline, not one each. An upload that breaks off after
 * minutes has failed since its bytes ceased to be taken, not since it began.
 *
 * @throws FreeflowError `storage` with the last failure and how long was tried; what is final at once;
 *   `interrupted` where the user does not want to wait.
 */
export async function withPatience<T>(session: HdfsSession, attempt: () => Promise<T>): Promise<T> {
  const { state } = session
  let failingSinceMs: number | null = null
  let isTold = false
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS)) {
    const startMs = performance.now()
    try {
      const result = await attempt()
      state.failingSinceMs = null
      return result
    } catch (error) {
      if (!isTransient(error)) throw error
      const nowMs = performance.now()
      failingSinceMs ??= Math.max(startMs, nowMs - session.replyTimeoutMs)
      state.failingSinceMs ??= failingSinceMs
      const waitedMs = nowMs - Math.min(failingSinceMs, state.failingSinceMs)
      if (waitedMs + pauseMs > session.deadlineMs) throw givenUp(error, waitedMs)
      if (!isTold && waitedMs > SILENT_MS) {
        session.warn(`${messageOf(error)}; trying again for up to ${seconds(session.deadlineMs)} s`)
        isTold = true
      }
    }
    await pause(session, pauseMs)
  }
}

async function pause({ signal, uri }: HdfsSession, pauseMs: number): Promise<void> {
  try {
    await sleep(pauseMs, undefined, signal === undefined ? {} : { signal })
  } catch {
    throw new FreeflowError('interrupted', `interrupted while waiting for ${uri}`)
  }
}

function givenUp(error: unknown, waitedMs: number): FreeflowError {
  // an attempt that is patient itself has said so
  if (/; given up after \d+ s$/.test(messageOf(error)) && error instanceof FreeflowError) return error
  const message = `${messageOf(error)}; given up after ${seconds(waitedMs)} s`
  const hint = error instanceof FreeflowError ? error.hint : undefined
  return failure(failureKind(error), message, error, hint)
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

function seconds(ms: number): number {
  return Math.round(ms / 1000)
}
