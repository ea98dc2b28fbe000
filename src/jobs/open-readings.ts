import type { DuckDBConnection } from '@duckdb/node-api'
import type { Reporter } from '../engine/host.ts'
import { reportFindings } from '../engine/report-findings.ts'
import { FreeflowError } from '../errors.ts'
import { checkZone } from '../traffic/check-zone.ts'
import { featureColumns } from '../traffic/columns.ts'
import { type Readings, readReadings } from '../traffic/read-readings.ts'
import { readSensors } from '../traffic/read-sensors.ts'
import type { Sensor } from '../traffic/sensor.ts'

/** Readings, their sensors, and what cannot be made of them. */
export interface OpenReadings {
  readonly readings: Readings
  readonly sensors: readonly Sensor[]
  /** Columns of the feature table that the source cannot give, in their order. */
  readonly absentColumns: string[]
}

/** Where readings and their sensors stand. */
interface ReadingsSource {
  readonly data: string
  readonly sensorsTable?: string | undefined
  readonly timezone: string
  /** The zone that was named; `null` where `timezone` is only what is assumed. */
  readonly declared: string | null
  readonly report: Pick<Reporter, 'info' | 'warn'>
}

/**
 * Opens readings as the view `readings`, and the sensors that they are of.
 *
 * @throws FreeflowError as `readReadings` and `readSensors` do; `data` where no positions are found.
 */
export async function openReadings(
  connection: DuckDBConnection,
  { data, sensorsTable, timezone, declared, report }: ReadingsSource,
): Promise<OpenReadings> {
  report.info(`Reading ${data}`)
  const readings = await readReadings(connection, { path: data, timezone })
  for (const line of readings.warnings) report.warn(line)
  const { timestampType, numRows } = readings
  reportFindings(data, checkZone({ timestampType, declared, numRows }), report)
  const span = `${isoInstant(readings.startMs)} to ${isoInstant(readings.endMs)}`
  report.info(`Read ${readings.numRows} readings of ${readings.sensorIds.length} sensors, ${span}`)
  const source = sensorsTable ?? readings.sensors
  if (source === null) throw noSensors(data)
  const sensors = await readSensors(connection, source, readings.sensorIds)
  const absentColumns = absentColumnsOf(readings, sensors)
  if (absentColumns.length > 0)
    report.info(`Columns that the source does not have: ${absentColumns.join(', ')}`)
  return { readings, sensors, absentColumns }
}

function noSensors(data: string): FreeflowError {
  const message = `${data}: no positions of the sensors, neither in the readings nor in a sensors.csv beside`
  return new FreeflowError('data', message, {
    hint: 'name a table of sensor_id, latitude and longitude with --sensors-table FILE',
  })
}

/** Names the columns that cannot be made: what is not measured, and the code of highways without highways. */
function absentColumnsOf(readings: Readings, sensors: readonly Sensor[]): string[] {
  const absent = new Set<string>()
  if (!readings.measured.includes('volume')) absent.add('volume').add('flow_rate')
  if (!readings.measured.includes('occupancy')) absent.add('occupancy_ratio')
  if (sensors.every(({ highway }) => highway === null)) absent.add('highway_encoded')
  return featureColumns.map(({ name }) => name).filter((name) => absent.has(name))
}

function isoInstant(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
