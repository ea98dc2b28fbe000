import { FreeflowError } from '../errors.ts'

/** Reads the wall clock of a zone. */
export interface LocalClock {
  /** Gives the wall clock at an instant (ms since 1970 UTC) as the ms that UTC would show the same at. */
  localMs(epochMs: number): number
  /** Gives the instant at which the wall clock shows this; if it does so twice or never, one beside it. */
  epochMs(localMs: number): number
}

/**
 * Opens the wall clock of a zone.
 *
 * @param timezone  IANA name.
 * @throws FreeflowError `usage` for an unknown zone.
 */
export function localClock(timezone: string): LocalClock {
  const format = formatOf(timezone)
  const localMs = (epochMs: number) => {
    if (Number.isNaN(epochMs)) return Number.NaN
    const parts = format.formatToParts(epochMs)
    const part = (type: Intl.DateTimeFormatPartTypes) => Number(parts.find((one) => one.type === type)?.value)
    const dayMs = Date.UTC(part('year'), part('month') - 1, part('day'))
    return dayMs + ((part('hour') * 60 + part('minute')) * 60 + part('second')) * 1000
  }
  const epochMs = (local: number) => {
    // the offset at the guess may be that before a change of clocks; the second is right
    const guess = local - (localMs(local) - local)
    return local - (localMs(guess) - guess)
  }
  return { localMs, epochMs }
}

function formatOf(timezone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone: timezone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    })
  } catch (cause) {
    throw unknownZone(timezone, cause)
  }
}

/** The error for a zone that nobody knows. */
export function unknownZone(timezone: string, cause: unknown): FreeflowError {
  return new FreeflowError('usage', `timezone: ${timezone} is not the name of a zone`, {
    hint: 'give an IANA name such as America/Los_Angeles or UTC',
    cause,
  })
}
