import { hash32 } from '../random.ts'
import type { Table } from '../table/table.ts'
import { pastValues, withoutPast } from './predict-past.ts'
import { resolutionOf } from './resolution.ts'
import { rowNumbers } from './row-numbers.ts'
import type { Series } from './series.ts'

/** What a probe is made of. */
export interface ProbeSource {
  readonly table: Table
  /** What formulas call the target. */
  readonly target: string
  /** The target, [numRows]; NaN where it is null. */
  readonly values: Float64Array
  /** The rows in time; `null` where they have none. */
  readonly series: Series | null
  /** Steps from the newest value of the target that is known to the row's own; at least 1. */
  readonly aheadSteps: number
  readonly seed: number
}

/** A table made ready for questions about its target. */
export interface Probe extends ProbeSource {
  /** Standard deviation of the target. */
  readonly spread: number
  /** How finely the target is written; 0 where it is not rounded. */
  readonly resolution: number
  /** The last known values of the target, newest first, [numRows] each; none where rows have no time. */
  readonly past: readonly Float64Array[]
  /** What of the target its own past does not say, [numRows]; NaN where target or past are not known. */
  readonly surprises: Float64Array
  /** Standard deviation of the surprises. */
  readonly surpriseSpread: number
  /** Rows with a surprise, ascending: all of them, and a fixed sample for what does not need all. */
  readonly rows: Uint32Array
  readonly sample: Uint32Array
}

/** Rows of the sample, about. */
export const SAMPLE_ROWS = 20_000

/** Smaller than this share of the spread, what the past misses is the rounding of doubles. */
const ROUNDING = 1e-9

/** Makes a table ready for questions about its target. Cost: O(numRows). */
export function openProbe(source: ProbeSource): Probe {
  const { values, series, aheadSteps, seed } = source
  const known = rowNumbers(values.length).filter((row) => !Number.isNaN(values[row]))
  const { spread } = spreadOf(values, known)
  const past = series === null ? [] : pastValues(series, values, aheadSteps)
  const missed = withoutPast(values, past, known)
  // what is left of a target that its past gives exactly is rounding, and no news
  const surprises = missed.map((miss) => (Math.abs(miss) <= ROUNDING * spread ? 0 : miss))
  const rows = known.filter((row) => !Number.isNaN(surprises[row]))
  const share = SAMPLE_ROWS / Math.max(rows.length, 1)
  return {
    ...source,
    spread,
    resolution: resolutionOf(values, known, spread),
    past,
    surprises,
    surpriseSpread: spreadOf(surprises, rows).spread,
    rows,
    sample: share >= 1 ? rows : rows.filter((row) => hash32(seed, row) < share * 2 ** 32),
  }
}

/** Mean and standard deviation (population) of the values at rows; 0 where there is no row. */
export function spreadOf(values: Float64Array, rows: Uint32Array): { mean: number; spread: number } {
  const count = Math.max(rows.length, 1)
  let sum = 0
  for (let at = 0; at < rows.length; at++) sum += values[rows[at]]
  const mean = sum / count
  let squares = 0
  for (let at = 0; at < rows.length; at++) squares += (values[rows[at]] - mean) ** 2
  return { mean, spread: Math.sqrt(squares / count) }
}
