import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlName } from '../table/duckdb.ts'
import { type OpenFiles, openFiles, readFailure } from '../table/open-files.ts'
import { type FileList, readFileList } from '../table/read-file-list.ts'
import { type FoundColumn, matchColumns, type WantedColumn } from './match-columns.ts'
import type { Sensor } from './sensor.ts'

const KMH_PER_MPH = 1.609344

const sensorColumns: readonly WantedColumn[] = [
  { column: 'sensor_id', kind: 'name', isRequired: true, divisorByName: { sensor_id: 1 } },
  { column: 'latitude', kind: 'number', isRequired: true, divisorByName: { latitude: 1 } },
  { column: 'longitude', kind: 'number', isRequired: true, divisorByName: { longitude: 1 } },
  { column: 'highway', kind: 'name', isRequired: false, divisorByName: { highway: 1 } },
  {
    column: 'free_flow_mph',
    kind: 'number',
    isRequired: false,
    divisorByName: { free_flow_mph: 1, free_flow_kmh: KMH_PER_MPH, normal_speed_kmh: KMH_PER_MPH },
  },
]

/** Where the sensors stand: the path of a CSV or Parquet file, or rows that are open already. */
export type SensorsSource =
  | string
  | {
      readonly place: string
      readonly format: FileList['format']
      readonly rows: Pick<OpenFiles, 'sql' | 'types'>
    }

/**
 * Reads the sensors of a network, one row each.
 *
 * Columns: sensor_id, latitude, longitude (degrees), and if there are any highway and free_flow_mph (or
 * free_flow_kmh, normal_speed_kmh); declared speeds of 0 and less count as not declared.
 *
 * @param wantedIds  The sensors that are needed; others are left out.
 * @returns The wanted sensors, in their order.
 * @throws FreeflowError `data` if the file is absent or not readable, for missing or mistyped columns, a
 *   sensor in two rows, and wanted sensors without row or position (up to 5 named).
 */
export async function readSensors(
  connection: DuckDBConnection,
  source: SensorsSource,
  wantedIds: readonly string[],
): Promise<Sensor[]> {
  const { place, format, rows } = typeof source === 'string' ? await openSensors(connection, source) : source
  const found = matchColumns(place, rows.types, sensorColumns)
  const selected = sensorColumns.map(({ column, kind }) => sensorExpression(found.get(column), kind))
  try {
    const reader = await connection.runAndReadAll(`SELECT ${selected.join(', ')} FROM (${rows.sql})`)
    return wantedSensors(place, sensorsById(place, reader.getRowsJson()), wantedIds)
  } catch (error) {
    throw readFailure(place, format, error)
  }
}

async function openSensors(connection: DuckDBConnection, path: string) {
  const list = await readFileList(path)
  const rows = await openFiles(connection, path, list, ['sensor_id', 'highway'])
  return { place: path, format: list.format, rows }
}

function sensorExpression(found: FoundColumn | undefined, kind: WantedColumn['kind']): string {
  if (found === undefined) return 'NULL'
  const name = sqlName(found.name)
  return kind === 'name' ? `CAST(${name} AS VARCHAR)` : `CAST(${name} AS DOUBLE) / ${found.divisor}e0`
}

function sensorsById(place: string, rows: readonly (readonly unknown[])[]): Map<string, Sensor> {
  const byId = new Map<string, Sensor>()
  for (const [id, latitude, longitude, highway, freeFlow] of rows) {
    const sensorId = String(id)
    if (byId.has(sensorId)) throw new FreeflowError('data', `${place}: sensor ${sensorId} has several rows`)
    byId.set(sensorId, {
      sensorId,
      latitude: numberFrom(latitude),
      longitude: numberFrom(longitude),
      highway: highway === null ? null : String(highway),
      freeFlowMph: numberFrom(freeFlow) > 0 ? numberFrom(freeFlow) : null,
    })
  }
  return byId
}

function wantedSensors(place: string, byId: Map<string, Sensor>, wantedIds: readonly string[]): Sensor[] {
  const sensors: Sensor[] = []
  const missing: string[] = []
  for (const id of wantedIds) {
    const sensor = byId.get(id)
    if (sensor !== undefined && Number.isFinite(sensor.latitude + sensor.longitude)) sensors.push(sensor)
    else missing.push(id)
  }
  if (missing.length > 0) {
    const named = missing.slice(0, 5).join(', ') + (missing.length > 5 ? ', ...' : '')
    throw new FreeflowError(
      'data',
      `${place}: ${missing.length} of ${wantedIds.length} sensors of the readings have no position: ${named}`,
      { hint: 'every sensor needs a row with sensor_id, latitude and longitude' },
    )
  }
  return sensors
}

/** Numbers as DuckDB gives them in JSON: null is absent, NaN and infinities are strings. */
function numberFrom(value: unknown): number {
  return typeof value === 'number' ? value : Number.NaN
}
