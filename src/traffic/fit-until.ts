import { FreeflowError } from '../errors.ts'
import { type LocalClock, localClock } from './local-clock.ts'
import { testStartMs } from './test-start.ts'

/**
 * Gives the instant up to which constants may be measured, in milliseconds since 1970 UTC.
 *
 * @param span.fitUntil  ISO 8601, local in `timezone` where it has no offset. Without it they end where
 *   the test begins if the split goes by time: see `testStartMs`.
 * @param span.testRatio  Share that is kept to judge models; a fifth where absent.
 * @param span.startMs  First and last instant of the readings.
 * @throws FreeflowError `usage` if `fitUntil` is not a time or the zone is unknown.
 */
export function fitUntilMs(span: {
  readonly fitUntil?: string | undefined
  readonly testRatio?: number | undefined
  readonly startMs: number
  readonly endMs: number
  readonly timezone: string
}): number {
  const clock = localClock(span.timezone)
  if (span.fitUntil !== undefined) return instantFrom(span.fitUntil, clock)
  return testStartMs({ ...span, testRatio: span.testRatio ?? 0.2 })
}

function instantFrom(text: string, clock: LocalClock): number {
  const iso = text.replace(' ', 'T')
  const hasOffset = /T.*(Z|[+-]\d\d:\d\d)$/i.test(iso)
  const epochMs = hasOffset ? Date.parse(iso) : clock.epochMs(Date.parse(iso.includes('T') ? `${iso}Z` : iso))
  if (/^\d{4}-\d\d-\d\d/.test(iso) && !Number.isNaN(epochMs)) return epochMs
  throw new FreeflowError('usage', `fit-until: ${text} is not a time`, {
    hint: 'write it as 2012-03-06 or 2012-03-06T00:00:00-08:00',
  })
}
