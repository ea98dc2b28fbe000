/** How often and after which pauses a call is made again when the server cannot be reached for a moment. */
export interface RetryPolicy {
  /** Attempts after the first. */
  readonly maxRetries: number
  readonly firstPauseMs: number
  /** By how much each pause is longer than the one before. */
  readonly factor: number
  readonly maxPauseMs: number
  /** Chance adds up to this to pauses of `jitterFromMs` and longer, so that clients do not come back all at once. */
  readonly jitterMs: number
  readonly jitterFromMs: number
}

/**
 * The policy of Spark's own clients: fifteen retries, which bear an outage of some ten minutes.
 *
 * Source: Spark's `DefaultPolicy` (pyspark/sql/connect/client/retries.py), Spark 4.3.
 */
export const defaultRetryPolicy: RetryPolicy = {
  maxRetries: 15,
  firstPauseMs: 50,
  factor: 4,
  maxPauseMs: 60_000,
  jitterMs: 500,
  jitterFromMs: 2_000,
}

/**
 * How long to wait before a retry, in milliseconds.
 *
 * @param retry    0 for the first retry.
 * @param uniform  A random number in [0, 1).
 * @returns `null` if there have been enough.
 */
export function pauseMs(policy: RetryPolicy, retry: number, uniform: number): number | null {
  if (retry >= policy.maxRetries) return null
  const pause = Math.min(policy.maxPauseMs, policy.firstPauseMs * policy.factor ** retry)
  return pause < policy.jitterFromMs ? pause : pause + uniform * policy.jitterMs
}
