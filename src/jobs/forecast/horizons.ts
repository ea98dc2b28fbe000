import { FreeflowError } from '../../errors.ts'
import { msFromText } from '../../ms-from-text.ts'
import { STEP_MS } from '../../traffic/step.ts'

/** How far ahead a forecast looks. */
export interface Horizon {
  /** For instance `15m`; stands in the names of models. */
  readonly name: string
  readonly minutes: number
}

/** Horizons where none are named. */
const DEFAULT_HORIZONS = '15m,30m,60m'

/** Gives the horizons that a run asks for. */
export function horizonsOf({
  horizon = DEFAULT_HORIZONS,
}: {
  readonly horizon?: string | undefined
}): Horizon[] {
  return horizonsFromText(horizon)
}

/**
 * Reads horizons such as `15m,30m,1h`; each becomes minutes, the shortest first.
 *
 * @throws FreeflowError `usage` for one that is no multiple of 5 minutes, or beyond a day.
 */
export function horizonsFromText(text: string): Horizon[] {
  const minutes = text.split(',').map((part) => {
    const ms = msFromText(part.trim(), '--horizon')
    if (ms > 0 && ms % STEP_MS === 0 && ms <= 86_400_000) return ms / 60_000
    throw new FreeflowError('usage', `--horizon: must be multiples of 5m up to a day, got ${part}`)
  })
  return [...new Set(minutes)].sort((a, b) => a - b).map((value) => ({ name: `${value}m`, minutes: value }))
}
