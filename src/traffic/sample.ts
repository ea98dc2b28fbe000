import { FreeflowError } from '../errors.ts'
import type { Table } from '../table/table.ts'

/** Size and seed of a generated network. */
export interface SampleOptions {
  /** Number of sensors, at least 1. */
  readonly sensors: number
  /** Number of local days from Monday 2024-01-01 on, at least 1. */
  readonly days: number
  /** A 32-bit integer; equal options give equal tables. */
  readonly seed: number
  /** IANA zone in which the days begin; without it America/Los_Angeles. */
  readonly timezone?: string
}

/** A generated network. */
export interface Sample {
  /**
   * One row per sensor and 5-minute step, by sensor and time; about 5 % of the steps are left out, in
   * outages. Columns: sensor_id, timestamp, speed (mph, a multiple of 0.1, 3 to 80), volume (vehicles in the
   * step), occupancy (0 to 100).
   */
  readonly readings: Table
  /** One row per sensor. Columns: sensor_id, latitude, longitude, highway, direction. */
  readonly sensors: Table
}

/** Generates readings of a road network; nothing but the options decides them. */
export function sampleReadings(options: SampleOptions): Sample {
  throw new FreeflowError('unexpected', `sample of ${options.sensors} sensors is not generated yet`)
}
