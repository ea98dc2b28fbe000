import type { NumberView } from './number-view.ts'
import { type Probe, spreadOf } from './probe.ts'
import { resolutionOf } from './resolution.ts'
import { robustLine } from './robust-line.ts'
import { rowNumbers } from './row-numbers.ts'
import { rowAfter, type Series } from './series.ts'
import { thin } from './thin.ts'
import { type WindowStatistic, windowStatistics } from './window-statistic.ts'

/** A window of the target that a column is made of. */
export interface WindowMatch {
  readonly view: NumberView
  readonly statistic: WindowStatistic
  /** Steps from the row to the oldest and the newest value in the window; 0 is the row itself. */
  readonly first: number
  readonly last: number
  /** Share of the tested rows on which the column is the statistic, and the largest error there. */
  readonly share: number
  readonly maxError: number
  readonly rows: number
}

const lengths = [...Array.from({ length: 36 }, (_, index) => index + 1), 48, 60, 72, 96, 144, 168, 288]
const LONGEST = 288
/** How far beyond the row, and before the newest value that may be known, windows are looked for to end. */
const LATEST = 12
const EARLIEST = 4
/** Lags, windows of one value, are looked for so many steps around. */
const FARTHEST_LAG = 24
/** Rows that show whether a window is worth a closer look, and how many of them may be odd. */
const NUM_PILOTS = 24
const LEAST_PILOTS = 8
const ODD_PILOTS = 2
/** Rows of the closer look. */
const NUM_JUDGED = 2000
const LEAST_JUDGED = 30
const LEAST_SHARE = 0.98
/** A window without the present is believed before one with it that fits so little better. */
const BENEFIT_OF_DOUBT = 0.002

/** One window, tried on all columns at once. */
interface Candidate {
  readonly statistic: WindowStatistic
  readonly first: number
  readonly last: number
}

/**
 * Finds of which window of the target each column is a statistic, tested on the values alone.
 *
 * @returns At most one match a column; where several windows fit, one that ends before the present if there is one,
 *   else that which fits best, else the shortest.
 */
export function matchWindows(probe: Probe, series: Series, views: readonly NumberView[]): WindowMatch[] {
  const pilots = gatherPilots(probe, series)
  const found = new Map<NumberView, WindowMatch>()
  const columns = views.map((view) => ({
    view,
    actual: pilots.map(({ row }) => view.values[row]),
    tolerance: toleranceOfColumn(thin(probe.sample, NUM_JUDGED), view.values),
  }))
  for (const candidate of candidatesOf(probe.aheadSteps)) {
    const expected = pilots.map((pilot) => statisticOf(pilot.values, candidate, pilot.origin))
    const usable = Array.from(expected.keys()).filter((at) => Number.isFinite(expected[at]))
    if (usable.length < LEAST_PILOTS) continue
    for (const { view, actual, tolerance } of columns) {
      if (!looksAlike(usable, expected, actual, tolerance)) continue
      const match = judgeWindow(probe, series, view, candidate)
      const known = found.get(view)
      if (match !== null && isBetter(probe, match, known)) found.set(view, match)
    }
  }
  return views.flatMap((view) => found.get(view) ?? [])
}

function candidatesOf(aheadSteps: number): Candidate[] {
  const statistics = windowStatistics.map((statistic) => ({ statistic, isLag: statistic.name === 'value' }))
  return statistics.flatMap(({ statistic, isLag }) => {
    const ofLengths = isLag ? [1] : lengths.filter((length) => length >= statistic.leastValues)
    return ofLengths.flatMap((length) => {
      const [from, to] = isLag
        ? [-aheadSteps - FARTHEST_LAG, FARTHEST_LAG]
        : [-aheadSteps - EARLIEST, Math.max(LATEST, length > LATEST ? 0 : length)]
      const ends = Array.from({ length: to - from + 1 }, (_, index) => from + index)
      return ends.flatMap((last): Candidate[] => {
        // the value of the row itself is a copy, not a window
        if (length === 1 && last === 0) return []
        return [{ statistic, first: last - length + 1, last }]
      })
    })
  })
}

/** A row with the target around it. */
interface Pilot {
  readonly row: number
  /** The target from `origin` steps before the row on; NaN where there is none. */
  readonly values: Float64Array
  readonly origin: number
}

function gatherPilots(probe: Probe, series: Series): Pilot[] {
  const origin = LONGEST + FARTHEST_LAG + probe.aheadSteps
  const length = origin + FARTHEST_LAG + 1
  const telling = tellingRows(probe)
  const stride = Math.max(1, Math.floor(telling.length / (2 * NUM_PILOTS)))
  const spaced = telling.filter((_, index) => index % stride === 0)
  const around = (row: number): Pilot => ({
    row,
    origin,
    values: Float64Array.from({ length }, (_, at) => valueAfter(probe, series, row, at - origin)),
  })
  // those with most around them let the longest windows be tried
  const numAround = ({ values }: Pilot) => values.filter((value) => !Number.isNaN(value)).length
  return Array.from(spaced, around)
    .toSorted((a, b) => numAround(b) - numAround(a))
    .slice(0, NUM_PILOTS)
}

/** Rows of the sample that the past misses by more than most: there the present can be told from the past. */
function tellingRows({ sample, surprises, surpriseSpread }: Probe): Uint32Array {
  return sample.filter((row) => Math.abs(surprises[row]) > 0.2 * surpriseSpread)
}

function valueAfter({ values }: Probe, series: Series, row: number, steps: number): number {
  const other = rowAfter(series, row, steps)
  return other < 0 ? Number.NaN : values[other]
}

function statisticOf(values: Float64Array, { statistic, first, last }: Candidate, origin: number): number {
  return statistic.of(values.subarray(origin + first, origin + last + 1))
}

/** Whether the column is the statistic on most pilots, or lies on one line with it. */
function looksAlike(
  usable: readonly number[],
  expected: readonly number[],
  actual: readonly number[],
  tolerance: number,
): boolean {
  let numOdd = 0
  for (const at of usable) {
    const isEqual = Math.abs(actual[at] - expected[at]) <= tolerance
    if (!isEqual && ++numOdd > ODD_PILOTS) return isStraight(usable, expected, actual)
  }
  return true
}

function isStraight(
  usable: readonly number[],
  expected: readonly number[],
  actual: readonly number[],
): boolean {
  const count = usable.length
  let [sumX, sumY, sumXX, sumXY, sumYY] = [0, 0, 0, 0, 0]
  const [originX, originY] = [expected[usable[0]], actual[usable[0]]]
  for (const at of usable) {
    const [x, y] = [expected[at] - originX, actual[at] - originY]
    sumX += x
    sumY += y
    sumXX += x * x
    sumXY += x * y
    sumYY += y * y
  }
  const [xx, xy, yy] = [sumXX - sumX ** 2 / count, sumXY - (sumX * sumY) / count, sumYY - sumY ** 2 / count]
  return xx > 0 && yy > 0 && xy * xy >= 0.9999 * xx * yy
}

function judgeWindow(
  probe: Probe,
  series: Series,
  view: NumberView,
  candidate: Candidate,
): WindowMatch | null {
  const telling = thin(tellingRows(probe), NUM_JUDGED)
  const { first, last, statistic } = candidate
  const values = new Float64Array(last - first + 1)
  const expected = Float64Array.from(telling, (row) => {
    for (let at = 0; at < values.length; at++) values[at] = valueAfter(probe, series, row, first + at)
    return statistic.of(values)
  })
  const actual = Float64Array.from(telling, (row) => view.values[row])
  const isThere = (_: number, at: number) => Number.isFinite(expected[at]) && !Number.isNaN(actual[at])
  const [x, y] = [expected.filter(isThere), actual.filter(isThere)]
  if (x.length < LEAST_JUDGED) return null
  const { intercept, slope } = robustLine(x.subarray(0, 400), y.subarray(0, 400))
  const tolerance = toleranceOfColumn(rowNumbers(y.length), y)
  const errors = y.map((value, at) => Math.abs(intercept + slope * x[at] - value))
  const held = errors.filter((error) => error <= tolerance)
  const share = held.length / y.length
  if (share < LEAST_SHARE || slope === 0) return null
  return { view, ...candidate, share, maxError: held.reduce((a, b) => Math.max(a, b), 0), rows: y.length }
}

/** Error up to which a column counts as computed exactly: its rounding, and that of floats. */
function toleranceOfColumn(rows: Uint32Array, values: Float64Array): number {
  const there = rows.filter((row) => !Number.isNaN(values[row]))
  const { spread } = spreadOf(values, there)
  return 0.6 * resolutionOf(values, there, spread) + 1e-5 * spread
}

function isBetter(probe: Probe, match: WindowMatch, known: WindowMatch | undefined): boolean {
  if (known === undefined) return true
  const isEarly = ({ last }: WindowMatch) => last <= -probe.aheadSteps
  const worth = (one: WindowMatch) => one.share + (isEarly(one) ? BENEFIT_OF_DOUBT : 0)
  return worth(match) > worth(known)
}
