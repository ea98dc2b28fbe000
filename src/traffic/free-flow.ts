import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'

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
