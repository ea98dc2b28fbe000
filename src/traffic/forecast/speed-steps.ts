import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../../errors.ts'
import { hashTable } from '../../table/hash-table.ts'
import { queryTable } from '../../table/query-table.ts'
import type { Table } from '../../table/table.ts'
import { duckDbDialect } from '../sql-dialect.ts'
import { localDaySql, slotSql, weekendSql } from './local-calendar.ts'
import { defineSparkNames } from './spark-names.ts'

/** Speeds of a network, one entry a step of a sensor, by sensor and time: arrays of [numSteps]. */
export interface SpeedSteps {
  /** Names of the sensors, sorted. */
  readonly sensorIds: readonly string[]
  /** Index into `sensorIds`. */
  readonly sensor: Int32Array
  readonly epochMs: Float64Array
  /** mph, never null. */
  readonly speed: Float64Array
  /** Local 5-minute step of the day, 0 to 287. */
  readonly slot: Float64Array
  /** 1 on Saturday and Sunday, local. */
  readonly isWeekend: Float64Array
  /** Local day as the number YYYYMMDD. */
  readonly day: Float64Array
  /** SHA-256 of all of it. */
  readonly sha256: string
}

/**
 * Loads the speeds of the view `readings`; the connection knows Spark's names from then on.
 *
 * @param timezone  IANA zone of the calendar.
 */
export async function loadSpeedSteps(connection: DuckDBConnection, timezone: string): Promise<SpeedSteps> {
  await defineSparkNames(connection)
  const local = duckDbDialect.localTime('timestamp', timezone)
  const table = await queryTable(
    connection,
    `SELECT sensor_id, timestamp, speed, ${slotSql('local')} AS slot, ${weekendSql('local')} AS is_weekend,
      ${localDaySql('local')} AS day
    FROM (SELECT *, ${local} AS local FROM readings WHERE speed IS NOT NULL) ORDER BY sensor_id, timestamp`,
  )
  const sensors = table.columns.get('sensor_id')
  const instants = table.columns.get('timestamp')
  if (sensors?.kind !== 'string' || instants?.kind !== 'instant')
    throw new FreeflowError('unexpected', 'readings: sensor_id or timestamp is of another type')
  return {
    // rows come by sensor, so names are met in their order
    sensorIds: sensors.dictionary,
    sensor: sensors.codes,
    epochMs: instants.epochMs,
    speed: numbersOf(table, 'speed'),
    slot: numbersOf(table, 'slot'),
    isWeekend: numbersOf(table, 'is_weekend'),
    day: numbersOf(table, 'day'),
    sha256: hashTable(table),
  }
}

function numbersOf(table: Table, name: string): Float64Array {
  const column = table.columns.get(name)
  if (column?.kind !== 'number') throw new FreeflowError('unexpected', `readings: ${name} is no number`)
  return column.values
}
