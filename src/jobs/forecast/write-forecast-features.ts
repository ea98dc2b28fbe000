import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { writeRows } from '../../table/write-rows.ts'
import { deriveForecastSql } from '../../traffic/forecast/derive-forecast.ts'
import { sparkNames } from '../../traffic/forecast/spark-names.ts'
import type { ForecastSource } from './forecast-source.ts'
import { featuresOf } from './place-columns.ts'

/** Tables that the query joins, without the parts of the profile that only training rows take. */
const tables = {
  profile: 'SELECT * FROM profile WHERE part = 0 ORDER BY sensor_id, day_type, slot',
  profile_parts: 'SELECT * FROM profile_parts WHERE false',
  sensors: 'SELECT * FROM sensors ORDER BY sensor_id',
  links: 'SELECT * FROM links ORDER BY sensor_id, kind, neighbor_id',
} as const

/**
 * Writes what turns readings into the features of one horizon, of which the fit stands in the connection: `features.sql`
 * for Spark SQL and DuckDB, the tables that it joins as Parquet of their names, and `network.json`.
 */
export async function writeForecastFeatures(
  connection: DuckDBConnection,
  { timezone, places, network }: ForecastSource,
  horizonMinutes: number,
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true })
  const columns = ['sensor_id', 'timestamp', ...featuresOf(places)]
  const sql = deriveForecastSql({ timezone, horizonMinutes, columns })
  await writeFile(join(directory, 'features.sql'), `${header}${sql}\n`)
  for (const [name, rows] of Object.entries(tables))
    await writeRows(connection, rows, { path: join(directory, `${name}.parquet`), format: 'parquet' })
  const note = { schema_version: 1, horizon_minutes: horizonMinutes, timezone, columns, network }
  await writeFile(join(directory, 'network.json'), `${JSON.stringify(note, null, 2)}\n`)
}

const header = `-- The features of a forecast from readings (sensor_id, timestamp, speed in mph), without those of a step in which
-- no vehicle was counted (volume 0): their speeds were not measured.
-- Tables: readings, and profile, profile_parts, sensors and links of the Parquet files beside this one.
-- Spark SQL: with spark.sql.session.timeZone=UTC. DuckDB: after
${sparkNames.map((sql) => `--   ${sql};`).join('\n')}
`
