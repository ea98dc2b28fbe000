import { randomStream } from '../random.ts'

/** Lower and upper end of an interval. */
export type Interval = readonly [low: number, high: number]

/** How often days are drawn. */
const NUM_DRAWS = 1000
const LEVEL = 0.95

/**
 * Says how far a measure may be off for the days that it was taken on: as many days are drawn with replacement, a
 * thousand times, and the interval holds the middle 95 % of what comes out.
 *
 * Rows of a day are much alike, so days are drawn and not rows. Few days say little of others: of one day the interval
 * is a point.
 *
 * @param numDays  At least 1.
 * @param measure  Takes the indices of the drawn days.
 * @returns Nearest ranks, so both ends are values of the measure.
 *
 * Source: Efron and Tibshirani, An Introduction to the Bootstrap, 1993, ch. 13.
 */
export function bootstrapDays(
  numDays: number,
  seed: number,
  measure: (days: readonly number[]) => number,
): Interval {
  const { uniform } = randomStream(seed, numDays)
  const found = Float64Array.from({ length: NUM_DRAWS }, () =>
    measure(Array.from({ length: numDays }, () => Math.floor(uniform() * numDays))),
  ).sort()
  const tail = (1 - LEVEL) / 2
  return [found[Math.floor(tail * (NUM_DRAWS - 1))], found[Math.ceil((1 - tail) * (NUM_DRAWS - 1))]]
}
