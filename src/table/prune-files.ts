import type { DataFile } from './read-file-list.ts'

/**
 * Leaves out the files whose day lies outside the dates, a day of margin on either side: partitions are by
 * local date, and the zone of whoever wrote them may differ.
 *
 * @param startDate,endDate  `YYYY-MM-DD`, both inclusive.
 */
export function pruneFiles<File extends Pick<DataFile, 'day'>>(
  files: readonly File[],
  startDate: string | undefined,
  endDate: string | undefined,
): File[] {
  const first = startDate === undefined ? '' : shiftDay(startDate, -1)
  const last = endDate === undefined ? '9999-12-31' : shiftDay(endDate, 1)
  return files.filter(({ day }) => day === null || (day >= first && day <= last))
}

/** Gives the calendar day `days` after another, both `YYYY-MM-DD`. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}
