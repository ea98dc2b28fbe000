import type { DuckDBConnection } from '@duckdb/node-api'

/** What speeds of a road network look like, in mph; of rows (sensor_id, local_time, speed) at 5-minute steps. */
export interface SpeedStatistics {
  readonly mean: number
  readonly deviation: number
  /** Share of readings below 40 mph, in all, on workdays and on weekends. */
  readonly slow: number
  readonly slowOnWorkdays: number
  readonly slowOnWeekends: number
  /** Quantiles 5, 25, 50, 75 and 95 %. */
  readonly quantiles: readonly number[]
  /** Mean over the sensors of the correlation of a sensor's speed with its own 5 and 60 minutes before. */
  readonly correlation5min: number
  readonly correlation60min: number
  /** Deviation of the sensors' mean speeds. */
  readonly spread: number
  /** Mean speed on workdays by hour, [24]. */
  readonly workdayProfile: readonly number[]
}

/** Measures the relation `rows`. */
export async function speedStatistics(connection: DuckDBConnection, rows: string): Promise<SpeedStatistics> {
  const ask = async (sql: string) =>
    (await connection.runAndReadAll(sql)).getRows().map((row) => row.map(Number))
  const before = (minutes: number) => `max(speed) OVER (PARTITION BY sensor_id ORDER BY local_time
    RANGE BETWEEN INTERVAL '${minutes}' MINUTE PRECEDING AND INTERVAL '${minutes}' MINUTE PRECEDING)`
  const isSlow = 'CAST(speed < 40 AS INTEGER)'
  const quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].map((share) => `quantile_cont(speed, ${share})`)
  const [all] = await ask(`SELECT avg(speed), stddev(speed), avg(${isSlow}),
    avg(${isSlow}) FILTER (isodow(local_time) < 6), avg(${isSlow}) FILTER (isodow(local_time) >= 6),
    ${quantiles.join(', ')} FROM ${rows}`)
  const [[correlation5min, correlation60min, spread]] =
    await ask(`SELECT avg(r5), avg(r60), stddev(mean) FROM (
    SELECT corr(speed, s5) AS r5, corr(speed, s60) AS r60, avg(speed) AS mean
    FROM (SELECT *, ${before(5)} AS s5, ${before(60)} AS s60 FROM ${rows}) GROUP BY sensor_id)`)
  const profile = await ask(`SELECT avg(speed) FROM ${rows} WHERE isodow(local_time) < 6
    GROUP BY hour(local_time) ORDER BY hour(local_time)`)
  const [mean, deviation, slow, slowOnWorkdays, slowOnWeekends] = all
  return {
    ...{ mean, deviation, slow, slowOnWorkdays, slowOnWeekends, quantiles: all.slice(5) },
    ...{ correlation5min, correlation60min, spread, workdayProfile: profile.flat() },
  }
}
