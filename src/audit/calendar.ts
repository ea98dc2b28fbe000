import { localClock } from '../traffic/local-clock.ts'
import type { Category } from './category.ts'
import type { Series } from './series.ts'

const DAY_MS = 86_400_000
const DAYS_A_WEEK = 7

/** The instants of a table on the local clock. */
export interface Calendar {
  /** Groups of rows of equal local time of day, weekday, and day; in this order. */
  readonly timeOfDay: Category
  readonly weekday: Category
  readonly day: Category
}

/** Reads the local clock at each row. Cost: one reading of the clock for each different instant. */
export function readCalendar({ epochMs }: Series, timezone: string): Calendar {
  const clock = localClock(timezone)
  const localByInstant = new Map<number, number>()
  const local = epochMs.map((instant) => {
    const known = localByInstant.get(instant) ?? clock.localMs(instant)
    localByInstant.set(instant, known)
    return known
  })
  const days = local.map((ms) => Math.floor(ms / DAY_MS))
  return {
    timeOfDay: groupsOf(
      'time of day',
      local.map((ms, row) => ms - days[row] * DAY_MS),
    ),
    weekday: groupsOf(
      'weekday',
      days.map((day) => day % DAYS_A_WEEK),
    ),
    day: groupsOf('day', days),
  }
}

/** Puts two groupings together: a group for each pair of their groups. */
export function crossGroups(a: Category, b: Category): Category {
  const pairs = Float64Array.from(a.codes, (code, row) =>
    code < 0 || b.codes[row] < 0 ? Number.NaN : code * b.numGroups + b.codes[row],
  )
  return groupsOf(`${a.name} and ${b.name}`, pairs)
}

/** Groups rows by a number; rows with NaN are in none. */
export function groupsOf(name: string, values: Float64Array): Category {
  const groupOf = new Map<number, number>()
  const codes = Int32Array.from(values, (value) => {
    if (Number.isNaN(value)) return -1
    const known = groupOf.get(value) ?? groupOf.size
    groupOf.set(value, known)
    return known
  })
  const labels = [...groupOf.keys()]
  return { name, codes, numGroups: groupOf.size, labelOf: (group) => String(labels[group]) }
}
