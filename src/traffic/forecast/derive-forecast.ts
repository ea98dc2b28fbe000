import { sqlString } from '../../table/duckdb.ts'
import { forecastTarget } from './forecast-columns.ts'
import { localDaySql, slotSql, weekendSql } from './local-calendar.ts'

/** How the features of a forecast are derived. */
export interface DeriveForecastOptions {
  /** IANA zone of the calendar. */
  readonly timezone: string
  /** How far ahead the target lies, a multiple of 5. */
  readonly horizonMinutes: number
  /** Names of the columns to give, in their order. */
  readonly columns: readonly string[]
}

const LINK_KINDS = ['up', 'down'] as const

/** What is averaged over the neighbours: name of the column, and what of a neighbour it takes. */
const ofNeighbors: readonly (readonly [suffix: string, column: string])[] = [
  ['speed', 'speed'],
  ['speed_15', 'speed_lag_3'],
  ['speed_30', 'speed_lag_6'],
  ['deviation', 'deviation_now'],
]

/** Steps are whole millionths of a mph while they are added up, so that a sum is the same in any order. */
const SCALE = '1048576e0'

/**
 * Gives the one query that turns readings into the features of a forecast, for Spark (in session zone UTC) and, after
 * `defineSparkNames`, for DuckDB alike. It joins the tables of a fit and `sensors`.
 */
export function deriveForecastSql({ timezone, horizonMinutes, columns }: DeriveForecastOptions): string {
  const ahead = `timestamp + INTERVAL '${horizonMinutes}' MINUTE`
  const local = (instant: string) => `from_utc_timestamp(${instant}, ${sqlString(timezone)})`
  const windows = Object.entries(windowsAt(horizonMinutes))
  return `WITH steps AS (
  SELECT sensor_id, timestamp, speed,
    ${local('timestamp')} AS local_now,
    ${local(ahead)} AS local_time,
    ${windows.map(([name, window]) => `${window} AS ${name}`).join(',\n    ')}
  FROM (SELECT *, unix_millis(timestamp) AS epoch_ms FROM readings WHERE speed IS NOT NULL) AS known
), parted AS (
  SELECT steps.*, coalesce(profile_parts.part, 0) AS part
  FROM steps LEFT JOIN profile_parts ON profile_parts.day = ${localDaySql('local_time')}
), profiled AS (
  SELECT parted.*,
    ahead.average AS historical_average, ahead.smooth AS profile_ahead, ahead.spread AS profile_spread,
    present.smooth AS profile_now,
    parted.speed - present.smooth AS deviation_now
  FROM parted
  JOIN profile AS ahead ON ahead.part = parted.part AND ahead.sensor_id = parted.sensor_id
    AND ahead.day_type = ${weekendSql('local_time')} AND ahead.slot = ${slotSql('local_time')}
  JOIN profile AS present ON present.part = parted.part AND present.sensor_id = parted.sensor_id
    AND present.day_type = ${weekendSql('local_now')} AND present.slot = ${slotSql('local_now')}
), beside AS (
  SELECT links.sensor_id, profiled.timestamp,
    ${LINK_KINDS.flatMap((kind) => ofNeighbors.map(([suffix, column]) => `${weightedMean(kind, column)} AS ${kind}_${suffix}`)).join(',\n    ')}
  FROM profiled JOIN links ON links.neighbor_id = profiled.sensor_id
  GROUP BY links.sensor_id, profiled.timestamp
), whole AS (
  SELECT timestamp, sum(CAST(round(deviation_now * ${SCALE}) AS BIGINT)) / ${SCALE} / count(*) AS network_deviation
  FROM profiled GROUP BY timestamp
)
SELECT ${columns.map((name) => `${expressions(name)} AS ${name}`).join(',\n  ')}
FROM profiled
JOIN sensors ON sensors.sensor_id = profiled.sensor_id
JOIN whole ON whole.timestamp = profiled.timestamp
LEFT JOIN beside ON beside.sensor_id = profiled.sensor_id AND beside.timestamp = profiled.timestamp`
}

function weightedMean(kind: string, column: string): string {
  const given = `links.kind = '${kind}' AND ${column} IS NOT NULL`
  const sum = `sum(CASE WHEN ${given} THEN CAST(round(weight * ${column} * ${SCALE}) AS BIGINT) END)`
  return `${sum} / ${SCALE} / sum(CASE WHEN ${given} THEN CAST(round(weight * ${SCALE}) AS BIGINT) END) * ${SCALE}`
}

function windowsAt(horizonMinutes: number): Readonly<Record<string, string>> {
  const lags = Array.from({ length: 11 }, (_, index) => index + 1)
  return {
    ...Object.fromEntries(
      lags.map((lag) => [`speed_lag_${lag}`, `first_value(speed) ${between(5 * lag, 5 * lag)}`]),
    ),
    speed_ma_15min: `avg(speed) ${between(10, 0)}`,
    speed_ma_30min: `avg(speed) ${between(25, 0)}`,
    speed_ma_60min: `avg(speed) ${between(55, 0)}`,
    speed_deviation_30min: `stddev_samp(speed) ${between(25, 0)}`,
    speed_deviation_60min: `stddev_samp(speed) ${between(55, 0)}`,
    [forecastTarget]: `first_value(speed) ${between(-horizonMinutes, -horizonMinutes)}`,
  }
}

/** A range of the clock from so many minutes before a row to so many before it; below 0 after it. */
function between(first: number, last: number): string {
  const bound = (minutes: number) =>
    minutes === 0 ? 'CURRENT ROW' : `${Math.abs(minutes) * 60_000} ${minutes > 0 ? 'PRECEDING' : 'FOLLOWING'}`
  return `OVER (PARTITION BY sensor_id ORDER BY epoch_ms RANGE BETWEEN ${bound(first)} AND ${bound(last)})`
}

function expressions(name: string): string {
  const known: Readonly<Record<string, string>> = {
    sensor_id: 'profiled.sensor_id',
    timestamp: 'profiled.timestamp',
    hour_sin: 'sin(2e0 * pi() * hour(local_time) / 24e0)',
    hour_cos: 'cos(2e0 * pi() * hour(local_time) / 24e0)',
    time_since_midnight:
      'CAST(hour(local_time) * 3600 + minute(local_time) * 60 + second(local_time) AS INTEGER)',
    is_weekend: weekendSql('local_time'),
    is_rush_hour: 'CASE WHEN hour(local_time) IN (7, 8, 16, 17, 18) THEN 1 ELSE 0 END',
    profile_change: 'profile_ahead - profile_now',
    drift_corrected: 'speed + profile_ahead - profile_now',
    speed_change: 'speed - speed_lag_3',
    up_speed: 'coalesce(up_speed, speed)',
    up_speed_15: 'coalesce(up_speed_15, speed_lag_3)',
    up_speed_30: 'coalesce(up_speed_30, speed_lag_6)',
    up_deviation: 'coalesce(up_deviation, deviation_now)',
    down_speed: 'coalesce(down_speed, speed)',
    down_speed_15: 'coalesce(down_speed_15, speed_lag_3)',
    down_speed_30: 'coalesce(down_speed_30, speed_lag_6)',
    down_deviation: 'coalesce(down_deviation, deviation_now)',
  }
  return known[name] ?? name
}
