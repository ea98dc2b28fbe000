import { localClock } from './local-clock.ts'

const DAY_MS = 86_400_000
/** 0.07 x 100 is a little more than 7 in doubles; it means 7 days. */
const ROUNDING = 1e-9

/**
 * Gives the instant, in ms since 1970 UTC, from which rows are kept to judge models on: the start of the last
 * ceil(testRatio x days) local days, or on fewer than 3 days of the last share of the time.
 *
 * @throws FreeflowError `usage` for an unknown zone.
 */
export function testStartMs(span: {
  readonly startMs: number
  readonly endMs: number
  readonly timezone: string
  readonly testRatio: number
}): number {
  const clock = localClock(span.timezone)
  const firstDay = Math.floor(clock.localMs(span.startMs) / DAY_MS)
  const endDay = Math.floor(clock.localMs(span.endMs) / DAY_MS) + 1
  const numDays = endDay - firstDay
  if (numDays < 3) return span.startMs + Math.floor((1 - span.testRatio) * (span.endMs - span.startMs))
  return clock.epochMs((endDay - Math.ceil(numDays * span.testRatio - ROUNDING)) * DAY_MS)
}
