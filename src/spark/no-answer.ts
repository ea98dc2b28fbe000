import { Code, ConnectError } from '@connectrpc/connect'
import { FreeflowError } from '../errors.ts'
import type { Link } from './link.ts'

/** Whether a call has failed since no answer came in its time. */
export function isUnanswered(cause: unknown): boolean {
  return cause instanceof ConnectError && cause.code === Code.DeadlineExceeded
}

/**
 * Says that a server hangs, or is cut off without a word.
 *
 * @param what  What was being done.
 * @param timeoutMs  How long an answer was waited for.
 */
export function noAnswer({ place }: Link, what: string, timeoutMs: number, cause?: unknown): FreeflowError {
  const message = `${place}: ${what}: the server does not answer: nothing came for ${timeoutMs / 1000} s`
  const hint = 'check that it is neither stopped nor out of memory; its log may say more'
  return new FreeflowError('engine', message, { hint, ...(cause !== undefined && { cause }) })
}
