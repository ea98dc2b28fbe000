import type { RetryPolicy } from '../../spark/retry-policy.ts'
import type { SparkSession } from '../../spark/session.ts'

/** A session on a server, and what becomes of that. */
export interface Connection {
  readonly session: SparkSession
  /** Fires when the server is known to be gone; the reason is the error that says so. */
  readonly gone: AbortSignal
  /** Stops the server if it is ours. */
  stop(): Promise<void>
}

/**
 * How long a run bears a server that does not answer: some 8 seconds. One that is gone for longer has most often lost
 * the rows and models of the run.
 */
export const runPolicy: RetryPolicy = {
  maxRetries: 6,
  firstPauseMs: 50,
  factor: 4,
  maxPauseMs: 2000,
  jitterMs: 200,
  jitterFromMs: 2000,
}
