import { FreeflowError } from './errors.ts'

const unitMs: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000 }

/**
 * Reads a time such as `60s`, `2m` or `1h`, in milliseconds.
 *
 * @param place  What the message begins with.
 * @throws FreeflowError `usage` for anything else, and for no time at all.
 */
export function msFromText(text: string, place: string): number {
  const [, digits, unit] = /^([1-9]\d{0,5})([smh])$/.exec(text) ?? []
  if (digits !== undefined && unit !== undefined) return Number(digits) * unitMs[unit]
  throw new FreeflowError('usage', `${place} must be a time such as 60s or 2m, got ${text}`)
}
