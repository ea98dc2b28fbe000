import type { Probe } from './probe.ts'

/** How well a formula gives the target. */
export interface Judgement {
  /** Rows on which it was judged. */
  readonly rows: number
  /** Share of those on which its error is within the tolerance. */
  readonly share: number
  /** Largest error there. */
  readonly maxError: number
}

/** The past must miss by so many tolerances for a row to tell a formula that knows from one that follows. */
const TELLING = 4
/** Half a step of rounding, and room for coefficients that were fitted to rounded values. */
const ROUNDED = 0.6
/** Fewer rows prove nothing. */
const LEAST_ROWS = 30
/** Share of the rows on which a formula must hold: single odd rows do not make a leak go away. */
const LEAST_SHARE = 0.99

/**
 * Judges a formula on the rows on which the target's own past does not give it already.
 *
 * @param errorAt  What the formula gives less the target; NaN where it says nothing.
 */
export function judgeFormula(
  probe: Probe,
  rows: Uint32Array,
  errorAt: (row: number) => number,
  tolerance: number,
): Judgement {
  const { surprises, values, past } = probe
  // a target that stands still is given by its last value, whatever the fit to all of the past makes of it
  const last = past[0]
  const least = TELLING * tolerance
  let numTested = 0
  let numHeld = 0
  let maxError = 0
  for (const row of rows) {
    if (Math.abs(surprises[row]) <= least) continue
    if (last !== undefined && Math.abs(values[row] - last[row]) <= least) continue
    const error = Math.abs(errorAt(row))
    if (Number.isNaN(error)) continue
    numTested++
    if (error > tolerance) continue
    numHeld++
    if (error > maxError) maxError = error
  }
  return { rows: numTested, share: numTested === 0 ? 0 : numHeld / numTested, maxError }
}

/** Says whether a formula holds: on enough rows, and on nearly all of them. */
export function holds({ rows, share }: Judgement): boolean {
  return rows >= LEAST_ROWS && share >= LEAST_SHARE
}

/** Gives the error up to which a formula counts as exact: rounding of what goes in and comes out, and of floats. */
export function toleranceOf(probe: Probe, roundings: readonly number[]): number {
  const rounding = roundings.reduce((sum, part) => sum + Math.abs(part), 0)
  return ROUNDED * (probe.resolution + rounding) + 1e-6 * probe.spread
}
