import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { writeRows } from '../../table/write-rows.ts'
import { featureTableInfoFile } from '../../traffic/feature-table-info.ts'
import { deriveForecastSql } from '../../traffic/forecast/derive-forecast.ts'
import { forecastTarget } from '../../traffic/forecast/forecast-columns.ts'
import type { ForecastSource } from './forecast-source.ts'
import { featuresOf, placeColumns } from './place-columns.ts'

/**
 * Writes the table of one horizon, of which the fit stands in the connection: `{directory}/part-00000.parquet` by sensor
 * and time, with keys, target, features and baselines, and `_freeflow.json`. Rows whose target nobody measured are left
 * out.
 */
export async function writeForecastTable(
  connection: DuckDBConnection,
  { timezone, places, network }: ForecastSource,
  horizonMinutes: number,
  directory: string,
): Promise<void> {
  await mkdir(directory, { recursive: true })
  const absent = placeColumns.filter((name) => !places.includes(name))
  const columns = ['sensor_id', 'timestamp', forecastTarget, ...featuresOf(places), 'historical_average']
  const sql = deriveForecastSql({ timezone, horizonMinutes, columns })
  const rows = `SELECT * FROM (${sql}) WHERE ${forecastTarget} IS NOT NULL ORDER BY sensor_id, timestamp`
  await writeRows(connection, rows, { path: join(directory, 'part-00000.parquet'), format: 'parquet' })
  const note = { schema_version: 1, timezone, absent_columns: absent, network }
  await writeFile(join(directory, featureTableInfoFile), `${JSON.stringify(note)}\n`)
}
