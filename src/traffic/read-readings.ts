import { basename } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { sqlName, sqlString } from '../table/duckdb.ts'
import { type OpenFiles, openFiles, readFailure } from '../table/open-files.ts'
import { type FileList, readFileList } from '../table/read-file-list.ts'
import { checkReadings, type ReadingCounts } from './check-readings.ts'
import { unknownZone } from './local-clock.ts'
import { type FoundColumn, matchColumns, type WantedColumn } from './match-columns.ts'
import type { SensorsSource } from './read-sensors.ts'

/** Readings as they lie in the view `readings`. */
export interface Readings extends ReadingCounts {
  /** Columns that the source has besides sensor_id, timestamp and speed. */
  readonly measured: readonly ('volume' | 'occupancy')[]
  readonly source: FileList
  /** DuckDB type of the column timestamp in the files. */
  readonly timestampType: string
  /** Where the positions of the sensors stand; `null` if neither beside the readings nor in them. */
  readonly sensors: SensorsSource | null
}

const sensorsFile = 'sensors.csv'

/** Files that may lie beside readings and hold none. */
export const besideReadings = [sensorsFile, 'adjacency.csv']

const readingColumns: readonly WantedColumn[] = [
  { column: 'sensor_id', kind: 'name', isRequired: true, divisorByName: { sensor_id: 1 } },
  { column: 'timestamp', kind: 'instant', isRequired: true, divisorByName: { timestamp: 1 } },
  {
    column: 'speed',
    kind: 'number',
    isRequired: true,
    divisorByName: { speed: 1, speed_mph: 1, speed_kmh: 1.609344, speed_ms: 0.44704 },
  },
  {
    column: 'volume',
    kind: 'number',
    isRequired: false,
    divisorByName: { volume: 1, vehicle_count: 1 },
  },
  { column: 'occupancy', kind: 'number', isRequired: false, divisorByName: { occupancy: 1 } },
]

/**
 * Opens readings as the view `readings` (sensor_id VARCHAR, timestamp TIMESTAMPTZ, speed DOUBLE in mph, and
 * where the source has them volume DOUBLE in vehicles per 5 minutes and occupancy DOUBLE, 0 to 100) and
 * checks them.
 *
 * Accepted names: sensor_id; timestamp; speed or speed_mph, speed_kmh, speed_ms; volume or vehicle_count (per
 * 5 minutes); occupancy (percent, 0 to 100). Of other columns only positions may be used. NaN becomes null.
 * Parquet stays on disk; CSV is read once into a table.
 *
 * @param source.path  A Parquet or CSV file, or a directory of them, partitioned or not.
 * @param source.timezone  IANA zone in which timestamps without zone are local; those with zone are instants.
 * @throws FreeflowError `data` if the path is absent, empty or not readable, for missing or mistyped columns
 *   (all in one error), rows without sensor or time, infinite speeds and doubled readings; `usage` for an
 *   unknown zone.
 */
export async function readReadings(
  connection: DuckDBConnection,
  source: { readonly path: string; readonly timezone: string },
): Promise<Readings> {
  await requireZone(connection, source.timezone)
  const list = await readFileList(source.path, besideReadings)
  const { sql, types } = await openFiles(connection, source.path, list, ['sensor_id'])
  const found = matchColumns(source.path, types, readingColumns)
  const measured = (['volume', 'occupancy'] as const).filter((column) => found.has(column))
  const selected = [...found].map(
    ([column, one]) => `${readingExpression(column, one, source.timezone)} AS ${column}`,
  )
  try {
    const stored = list.format === 'csv' ? 'TABLE' : 'VIEW'
    await connection.run(`CREATE TEMP ${stored} readings AS SELECT ${selected.join(', ')} FROM (${sql})`)
    const counts = await checkReadings(connection, source.path, measured)
    const timestampType = found.get('timestamp')?.type ?? ''
    const sensors = sensorsSource(source.path, list, { sql, types })
    return { measured, source: list, timestampType, sensors, ...counts }
  } catch (error) {
    throw readFailure(source.path, list.format, error)
  }
}

/** A table of sensors beside comes before positions in the readings; of differing ones the least counts. */
function sensorsSource(
  place: string,
  list: FileList,
  readings: Pick<OpenFiles, 'sql' | 'types'>,
): SensorsSource | null {
  const path = list.beside.find((file) => basename(file) === sensorsFile)
  if (path !== undefined) return path
  const names = readings.types.map(([name]) => name)
  if (!names.includes('latitude') || !names.includes('longitude')) return null
  const kept = ['latitude', 'longitude', 'highway', 'free_flow_mph'].filter((name) => names.includes(name))
  const sql = `SELECT sensor_id, ${kept.map((name) => `min(${name}) AS ${name}`).join(', ')}
    FROM (${readings.sql}) GROUP BY sensor_id`
  const types = readings.types.filter(([name]) => name === 'sensor_id' || kept.includes(name))
  return { place, format: list.format, rows: { sql, types } }
}

function readingExpression(column: string, found: FoundColumn, timezone: string): string {
  const name = sqlName(found.name)
  if (column === 'sensor_id') return `CAST(${name} AS VARCHAR)`
  if (column === 'timestamp') {
    const hasZone = found.type === 'TIMESTAMP WITH TIME ZONE'
    return hasZone ? name : `timezone(${sqlString(timezone)}, CAST(${name} AS TIMESTAMP))`
  }
  const number = `CASE WHEN isnan(CAST(${name} AS DOUBLE)) THEN NULL ELSE CAST(${name} AS DOUBLE) END`
  return found.divisor === 1 ? number : `${number} / ${found.divisor}e0`
}

async function requireZone(connection: DuckDBConnection, timezone: string): Promise<void> {
  try {
    await connection.run(`SELECT timezone(${sqlString(timezone)}, TIMESTAMP '2000-01-01')`)
  } catch (cause) {
    throw unknownZone(timezone, cause)
  }
}
