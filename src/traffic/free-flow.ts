import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlString } from '../table/duckdb.ts'

/**
 * Measures the speed of free traffic: the 85th percentile of a sensor's own speeds before an instant, linear
 * between ranks. Sensors without a speed above 0 there get that of all sensors together.
 *
 * Reads the view `readings`.
 *
 * @param fitUntilMs  Milliseconds since 1970 UTC; readings at and after it do not count, so that no test row
 *   enters.
 * @returns mph by sensor.
 * @throws FreeflowError `data` if no reading above 0 lies before it.
 */
export async function measureFreeFlow(
  connection: DuckDBConnection,
  fitUntilMs: number,
): Promise<ReadonlyMap<string, number>> {
  const reader = await connection.runAndReadAll(`
    WITH known AS (SELECT * FROM readings WHERE speed > 0 AND epoch_ms(timestamp) < ${fitUntilMs}),
      own AS (SELECT sensor_id, quantile_cont(speed, 0.85) AS mph FROM known GROUP BY sensor_id)
    SELECT sensor_id, coalesce(mph, (SELECT quantile_cont(speed, 0.85) FROM known))
    FROM (SELECT DISTINCT sensor_id FROM readings) LEFT JOIN own USING (sensor_id)`)
  const rows = reader.getRowsJson()
  if (rows.some(([, mph]) => mph === null)) {
    const until = new Date(fitUntilMs).toISOString()
    throw new FreeflowError('data', `free-flow speeds: no reading above 0 mph lies before ${until}`, {
      hint: 'give a later --fit-until, or free_flow_mph in the sensors table',
    })
  }
  return new Map(rows.map(([sensor, mph]) => [String(sensor), Number(mph)]))
}

/**
 * Gives the instant up to which constants may be measured, in milliseconds since 1970 UTC.
 *
 * @param span.fitUntil  ISO 8601, local in `timezone` where it has no offset. Without it the last fifth of the
 *   local days is left out (their number rounded up); of fewer than 3 days, the last fifth of the time span.
 * @throws FreeflowError `usage` if `fitUntil` is not a time.
 */
export async function fitUntilMs(
  connection: DuckDBConnection,
  span: {
    readonly fitUntil?: string | undefined
    readonly startMs: number
    readonly endMs: number
    readonly timezone: string
  },
): Promise<number> {
  if (span.fitUntil !== undefined) return parseInstant(connection, span.fitUntil, span.timezone)
  const zone = sqlString(span.timezone)
  const day = (ms: number) => `CAST(timezone(${zone}, make_timestamptz(${ms * 1000})) AS DATE)`
  const numDays = await readNumber(connection, `${day(span.endMs)} - ${day(span.startMs)} + 1`)
  if (numDays < 3) return span.startMs + Math.floor(0.8 * (span.endMs - span.startMs))
  const firstLeftOut = `${day(span.endMs)} + 1 - ${Math.ceil(numDays / 5)}`
  return readNumber(connection, `epoch_ms(timezone(${zone}, CAST(${firstLeftOut} AS TIMESTAMP)))`)
}

async function parseInstant(connection: DuckDBConnection, text: string, timezone: string): Promise<number> {
  const hasOffset = /\d:\d\d.*(Z|[+-]\d\d(:?\d\d)?)$/i.test(text)
  const instant = hasOffset
    ? `CAST(${sqlString(text)} AS TIMESTAMPTZ)`
    : `timezone(${sqlString(timezone)}, CAST(${sqlString(text)} AS TIMESTAMP))`
  try {
    return await readNumber(connection, `epoch_ms(${instant})`)
  } catch (cause) {
    throw new FreeflowError('usage', `fit-until: ${text} is not a time`, {
      hint: 'write it as 2012-03-06 or 2012-03-06T00:00:00-08:00',
      cause,
    })
  }
}

async function readNumber(connection: DuckDBConnection, sql: string): Promise<number> {
  const reader = await connection.runAndReadAll(`SELECT CAST(${sql} AS DOUBLE)`)
  return Number(reader.getRowsJson()[0][0])
}
