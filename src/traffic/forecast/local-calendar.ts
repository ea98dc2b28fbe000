/** Steps of 5 minutes in a day. */
export const SLOTS_PER_DAY = 288

/** Gives the SQL of the 5-minute step of the day of a wall clock, 0 to 287. */
export function slotSql(local: string): string {
  return `CAST(hour(${local}) * 12 + floor(minute(${local}) / 5e0) AS INTEGER)`
}

/** Gives the SQL of 1 on Saturday and Sunday of a wall clock, else 0; 1970-01-01 was a Thursday. */
export function weekendSql(local: string): string {
  const day = `CAST(floor(unix_millis(${local}) / 864e5) AS BIGINT)`
  return `CASE WHEN (${day} + 4) % 7 IN (0, 6) THEN 1 ELSE 0 END`
}

/** Gives the SQL of the day of a wall clock as the number YYYYMMDD. */
export function localDaySql(local: string): string {
  return `CAST(year(${local}) * 10000 + month(${local}) * 100 + day(${local}) AS INTEGER)`
}
