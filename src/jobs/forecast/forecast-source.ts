import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlName } from '../../table/duckdb.ts'
import type { DataFile } from '../../table/read-file-list.ts'
import type { ExpectedColumn } from '../../traffic/check-columns.ts'
import type { FeatureTableInfo } from '../../traffic/feature-table-info.ts'
import { readFeaturesNote } from '../../traffic/features-note.ts'
import { loadSpeedSteps, type SpeedSteps } from '../../traffic/forecast/speed-steps.ts'
import { openFeatures } from '../../traffic/open-features.ts'
import { placeColumns } from './place-columns.ts'

/** Which rows of a feature table a forecast is made of. */
export interface ForecastSourceOptions {
  /** A feature table on the local disk. */
  readonly path: string
  readonly timezone?: string | undefined
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  /** Take this share of the sensors, evenly spread over their names, but at least so many; without it all. */
  readonly sampling?: { readonly share: number; readonly atLeast: number } | undefined
}

/** Speeds and places of a feature table, opened as the view `readings` and the table `places`. */
export interface ForecastSource {
  readonly steps: SpeedSteps
  readonly timezone: string
  /** The place columns that the table has. */
  readonly places: readonly string[]
  /** Rows whose speed is no measurement, as no vehicle was counted in their 5 minutes; they are not taken. */
  readonly numUncounted: number
  /** Sensors of the table, taken or not. */
  readonly numSensors: number
  readonly network: FeatureTableInfo['network'] | null
  readonly files: readonly DataFile[]
}

const keys: readonly ExpectedColumn[] = [
  { name: 'sensor_id', kinds: ['string', 'number'] },
  { name: 'timestamp', kinds: ['instant'] },
  { name: 'speed', kinds: ['number'] },
]

/**
 * Opens what a forecast needs of a feature table.
 *
 * @throws FreeflowError `data` where the table cannot be used.
 */
export async function openForecastSource(
  connection: DuckDBConnection,
  { path, startDate, endDate, sampling, ...given }: ForecastSourceOptions,
): Promise<ForecastSource> {
  const note = await readFeaturesNote(path)
  const timezone = given.timezone ?? note.timezone ?? 'UTC'
  const places = placeColumns.map((name): ExpectedColumn => ({ name, kinds: ['number'] }))
  const opened = await openFeatures(connection, {
    path,
    columns: [...keys, ...places, { name: 'volume', kinds: ['number'] }],
    absentColumns: [...placeColumns, 'volume'],
    timezone,
    startDate,
    endDate,
  })
  const present = placeColumns.filter((name) => opened.names.includes(name))
  const numSensors = await chooseSensors(connection, opened.sql, sampling)
  const isCounted = opened.names.includes('volume') ? 'volume IS DISTINCT FROM 0' : 'true'
  await connection.run(`CREATE TEMP TABLE readings AS SELECT CAST(sensor_id AS VARCHAR) AS sensor_id,
    instant AS timestamp, CAST(speed AS DOUBLE) AS speed, ${isCounted} AS is_counted FROM (${opened.sql})
    WHERE CAST(sensor_id AS VARCHAR) IN (FROM chosen)`)
  const numUncounted = await dropUncounted(connection)
  await connection.run(`CREATE TEMP TABLE places AS SELECT CAST(sensor_id AS VARCHAR) AS sensor_id
    ${present.map((name) => `, min(${sqlName(name)}) AS ${name}`).join('')} FROM (${opened.sql}) WHERE CAST(sensor_id AS VARCHAR) IN (FROM chosen) GROUP BY ALL`)
  const steps = await loadSpeedSteps(connection, timezone)
  return {
    steps,
    timezone,
    places: present,
    numUncounted,
    numSensors,
    network: note.network,
    files: opened.files,
  }
}

/** Deletes the readings in whose time no vehicle was counted: their speeds are carried forward, or made up. */
async function dropUncounted(connection: DuckDBConnection): Promise<number> {
  const deleted = await connection.run('DELETE FROM readings WHERE NOT is_counted')
  await connection.run('ALTER TABLE readings DROP COLUMN is_counted')
  return deleted.rowsChanged
}

/** Makes the table `chosen` of the sensors to take, and gives the number of all. */
async function chooseSensors(
  connection: DuckDBConnection,
  sql: string,
  sampling: ForecastSourceOptions['sampling'],
): Promise<number> {
  await connection.run(`CREATE TEMP TABLE sensor_names AS SELECT name, row_number() OVER (ORDER BY name) AS rank
    FROM (SELECT DISTINCT CAST(sensor_id AS VARCHAR) AS name FROM (${sql}))`)
  const counted = await connection.runAndReadAll('SELECT count(*) FROM sensor_names')
  const numSensors = Number(counted.getRowsJson()[0][0])
  const { share, atLeast } = sampling ?? { share: 1, atLeast: 1 }
  const numTaken = Math.min(numSensors, Math.max(atLeast, Math.ceil(share * numSensors)))
  await connection.run(`CREATE TEMP TABLE chosen AS SELECT name FROM sensor_names
    WHERE rank * ${numTaken} // ${numSensors} > (rank - 1) * ${numTaken} // ${numSensors}`)
  return numSensors
}
