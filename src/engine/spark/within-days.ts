import { FreeflowError } from '../../errors.ts'
import type { SparkField } from '../../spark/spark-field.ts'
import { shiftDay } from '../../table/prune-files.ts'
import { localClock } from '../../traffic/local-clock.ts'
import { sqlString } from './sql-text.ts'

/** Local days, `YYYY-MM-DD`, both inclusive. */
export interface DateLimits {
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  /** IANA zone of the days, and of timestamps that have none. */
  readonly timezone: string
}

/**
 * Keeps the rows of the dates and gives each its `instant`. Partitions `year`, `month` and `day` more than a day
 * outside the dates are not read.
 *
 * @param source  What stands after FROM: files.
 * @returns Queries: of the rows with all columns and `instant`, and of `_metadata` of Spark's file source for each
 *   row of the files that are read.
 * @throws FreeflowError `usage` where the start is after the end.
 */
export function withinDays(
  source: string,
  fields: readonly SparkField[],
  limits: DateLimits,
): { readonly rows: string; readonly files: string } {
  const { startDate, endDate, timezone } = limits
  if (startDate !== undefined && endDate !== undefined && startDate > endDate)
    throw new FreeflowError('usage', `start date ${startDate} is after end date ${endDate}`)
  const type = fields.find(({ name }) => name === 'timestamp')?.type
  const instant =
    type === 'timestamp'
      ? 'timestamp'
      : `to_utc_timestamp(CAST(timestamp AS TIMESTAMP), ${sqlString(timezone)})`
  const read = pruned(fields, limits)
  return {
    rows: `SELECT *, ${instant} AS instant FROM ${source} ${where([...read, ...exact(instant, limits)])}`,
    files: `SELECT _metadata FROM ${source} ${where(read)}`,
  }
}

function where(conditions: readonly string[]): string {
  return conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`
}

/** Conditions on partition columns alone, so that Spark lists no other files. */
function pruned(fields: readonly SparkField[], { startDate, endDate }: DateLimits): string[] {
  const isInteger = (column: string) =>
    fields.some(({ name, type }) => name === column && /^(int|bigint)$/.test(type))
  if (!['year', 'month', 'day'].every(isInteger)) return []
  const number = (day: string) => day.replaceAll('-', '')
  const day = '(year * 10000 + month * 100 + day)'
  return [
    ...(startDate === undefined ? [] : [`${day} >= ${number(shiftDay(startDate, -1))}`]),
    ...(endDate === undefined ? [] : [`${day} <= ${number(shiftDay(endDate, 1))}`]),
  ]
}

function exact(instant: string, { startDate, endDate, timezone }: DateLimits): string[] {
  const clock = localClock(timezone)
  const midnight = (day: string) => `timestamp_millis(${clock.epochMs(Date.parse(day))})`
  return [
    ...(startDate === undefined ? [] : [`${instant} >= ${midnight(startDate)}`]),
    ...(endDate === undefined ? [] : [`${instant} < ${midnight(shiftDay(endDate, 1))}`]),
  ]
}
