import { setTimeout as sleep } from 'node:timers/promises'
import type { CallOptions } from '@connectrpc/connect'
import { FreeflowError } from '../errors.ts'
import { isTransient } from './is-transient.ts'
import { type Link, observeServer } from './link.ts'
import { isUnanswered, noAnswer } from './no-answer.ts'
import { pauseMs } from './retry-policy.ts'
import { sparkError } from './spark-error.ts'

interface Answer {
  readonly serverSideSessionId: string
}

/**
 * Makes a call that has one answer, again after failures that say nothing of the work.
 *
 * @param what  What is being done, for messages: `schema`, `release of the session`.
 * @param timeoutMs  How long an answer may take, at most 30 s unless told otherwise; after that the call is not made again.
 * @throws FreeflowError `engine` if the server refuses, does not answer, or cannot be reached for as long as the policy bears;
 *   `interrupted` if the signal aborts.
 */
export async function callUnary<T extends Answer>(
  link: Link,
  what: string,
  call: (options: CallOptions) => Promise<T>,
  timeoutMs = link.silence.answerMs,
): Promise<T> {
  const options: CallOptions = { timeoutMs, ...(link.signal && { signal: link.signal }) }
  for (let retry = 0; ; retry++) {
    stopIfAborted(link, what)
    try {
      const answer = await call(options)
      observeServer(link, answer.serverSideSessionId)
      return answer
    } catch (cause) {
      stopIfAborted(link, what)
      if (isUnanswered(cause)) throw noAnswer(link, what, timeoutMs, cause)
      if (!isTransient(cause) || !(await pauseBeforeRetry(link, what, retry))) {
        throw await sparkError(link, what, cause)
      }
    }
  }
}

/**
 * Waits for the pause that the policy asks for.
 *
 * @param retry  0 for the first.
 * @returns Whether to make another attempt.
 * @throws FreeflowError `interrupted` if the signal aborts meanwhile.
 */
export async function pauseBeforeRetry(link: Link, what: string, retry: number): Promise<boolean> {
  const pause = pauseMs(link.policy, retry, link.random.uniform())
  if (pause === null) return false
  await sleep(pause, undefined, link.signal && { signal: link.signal }).catch(() => stopIfAborted(link, what))
  return true
}

/** @throws FreeflowError `interrupted` if the signal is aborted. */
export function stopIfAborted({ signal }: Link, what: string): void {
  if (signal?.aborted) throw new FreeflowError('interrupted', `interrupted: ${what} in Spark`)
}
