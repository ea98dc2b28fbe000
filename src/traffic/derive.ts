import { featureColumns } from './columns.ts'
import type { SqlDialect } from './sql-dialect.ts'

/** How the features are derived from the readings. */
export interface DeriveOptions {
  readonly dialect: SqlDialect
  /** IANA zone of the calendar. */
  readonly timezone: string
  /** True: lags and windows count rows with a speed, as the original did; false: they go by the clock. */
  readonly byRow: boolean
  /** Columns of the feature table to leave out, because the source does not have what they are made of. */
  readonly absentColumns: readonly string[]
}

/**
 * Gives the one query that turns readings into features, for DuckDB and Spark alike.
 *
 * It reads `readings` (sensor_id, timestamp as an instant, speed in mph as DOUBLE, and unless left out volume
 * and occupancy) and `sensors` (sensor_id, free_flow_mph, and the columns of `featureColumns` that depend on
 * the sensor alone). Rows without speed are left out, before lags and windows are taken. Columns come in the
 * order of `featureColumns`; rows in none.
 *
 * By the clock a lag is the speed exactly 5, 10 or 15 minutes before, else null, and a window holds the
 * readings present in its last minutes; the session's zone must be UTC. Numbers are written with an exponent,
 * because that makes them doubles in both engines.
 */
export function deriveFeaturesSql(options: DeriveOptions): string {
  const present = featureColumns.filter(({ name }) => !options.absentColumns.includes(name))
  const selected = present.map(({ name }) => selectColumn(name))
  const windows = Object.entries(options.byRow ? windowsByRow : windowsByClock)
  return `SELECT
  ${selected.join(',\n  ')}
FROM (
  SELECT *,
    ${options.dialect.localTime('timestamp', options.timezone)} AS local_time,
    ${windows.map(([name, window]) => `${window} AS ${name}`).join(',\n    ')}
  FROM readings
  WHERE speed IS NOT NULL
) AS steps
JOIN sensors ON sensors.sensor_id = steps.sensor_id`
}

/** Columns that are made of others of the same row; all else is taken as it stands in readings or sensors. */
const expressions: Readonly<Record<string, string>> = {
  sensor_id: 'steps.sensor_id',
  hour_sin: 'sin(2e0 * pi() * hour(local_time) / 24e0)',
  hour_cos: 'cos(2e0 * pi() * hour(local_time) / 24e0)',
  time_since_midnight:
    'CAST(hour(local_time) * 3600 + minute(local_time) * 60 + second(local_time) AS INTEGER)',
  traffic_efficiency: 'speed / free_flow_mph',
  occupancy_ratio: 'occupancy / 100e0',
  flow_rate: 'volume * 12e0',
  highway_encoded: 'CAST(highway_encoded AS INTEGER)',
  is_weekend: "CASE WHEN substr(dayname(local_time), 1, 3) IN ('Sat', 'Sun') THEN 1 ELSE 0 END",
  is_rush_hour: 'CASE WHEN hour(local_time) IN (7, 8, 16, 17, 18) THEN 1 ELSE 0 END',
  sensor_cluster: 'CAST(sensor_cluster AS INTEGER)',
  congestion_level:
    "CASE WHEN speed / free_flow_mph > 8e-1 THEN 'low'" +
    " WHEN speed / free_flow_mph > 5e-1 THEN 'medium' ELSE 'high' END",
}

/** Lags and windows by the clock: a lag is a range of one instant, so a gap gives null by itself. */
const windowsByClock: Readonly<Record<string, string>> = {
  speed_variance: `stddev_samp(speed) ${overMinutes(25)}`,
  speed_lag_1: `max(speed) ${overMinutes(5, 5)}`,
  speed_lag_2: `max(speed) ${overMinutes(10, 10)}`,
  speed_lag_3: `max(speed) ${overMinutes(15, 15)}`,
  speed_ma_15min: `avg(speed) ${overMinutes(10)}`,
  speed_ma_30min: `avg(speed) ${overMinutes(25)}`,
  speed_ma_60min: `avg(speed) ${overMinutes(55)}`,
}

/** Lags and windows by rows, whatever time lies between them. */
const windowsByRow: Readonly<Record<string, string>> = {
  speed_variance: `stddev_samp(speed) ${overRows(5)}`,
  speed_lag_1: `max(speed) ${overRows(1, 1)}`,
  speed_lag_2: `max(speed) ${overRows(2, 2)}`,
  speed_lag_3: `max(speed) ${overRows(3, 3)}`,
  speed_ma_15min: `avg(speed) ${overRows(2)}`,
  speed_ma_30min: `avg(speed) ${overRows(5)}`,
  speed_ma_60min: `avg(speed) ${overRows(11)}`,
}

function selectColumn(name: string): string {
  const expression = expressions[name]
  return expression === undefined ? name : `${expression} AS ${name}`
}

function overMinutes(first: number, last?: number): string {
  const end = last === undefined ? 'CURRENT ROW' : `INTERVAL '${last}' MINUTE PRECEDING`
  return over(`RANGE BETWEEN INTERVAL '${first}' MINUTE PRECEDING AND ${end}`)
}

function overRows(first: number, last?: number): string {
  const end = last === undefined ? 'CURRENT ROW' : `${last} PRECEDING`
  return over(`ROWS BETWEEN ${first} PRECEDING AND ${end}`)
}

/** Spells the whole window each time: Spark refuses a named window that is extended inline. */
function over(frame: string): string {
  return `OVER (PARTITION BY sensor_id ORDER BY timestamp ${frame})`
}
