import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Reporter, stopIfInterrupted } from '../engine/host.ts'
import { createTable } from '../table/create-table.ts'
import { withDuckDb } from '../table/duckdb.ts'
import { writeDirectory } from '../table/write-directory.ts'
import { writeRows } from '../table/write-rows.ts'
import { type Sample, sampleReadings } from '../traffic/sample.ts'
import type { DirectoryWriter } from './directory-writer.ts'

/** Size and seed of a generated network, and where it goes. */
export interface GenerateSampleOptions {
  /** Directory to write; must not exist, or be empty. */
  readonly out: string
  /** Makes that directory appear; without it on the local disk. */
  readonly write?: DirectoryWriter | undefined
  /** Number of sensors, at least 1. */
  readonly sensors: number
  /** Number of local days, at least 1. */
  readonly days: number
  /** A 32-bit integer; equal options give equal bytes. */
  readonly seed: number
  /** IANA zone in which the days begin; without it America/Los_Angeles. */
  readonly timezone?: string
  readonly report: Pick<Reporter, 'info' | 'warn'>
  /** Ends the job before anything appears. */
  readonly signal?: AbortSignal | undefined
}

/** What `generateSample` wrote. */
export interface SampleSummary {
  readonly out: string
  readonly rows: number
  readonly sensors: number
  readonly bytes: number
  /** First and last step, ISO 8601 in UTC. */
  readonly start: string
  readonly end: string
  readonly timezone: string
}

/**
 * Writes a generated week (or as many days as asked) of a road network: `{out}/readings.parquet` and
 * `{out}/sensors.csv`, ready for `buildFeatures`.
 *
 * @throws FreeflowError `usage` for sizes below 1 or an unknown zone; `storage` if `out` is not empty or
 *   cannot be written.
 */
export async function generateSample(options: GenerateSampleOptions): Promise<SampleSummary> {
  const { out, report, write = writeDirectory } = options
  const timezone = options.timezone ?? 'America/Los_Angeles'
  const sample = sampleReadings({ ...options, timezone })
  const bytes = await write(out, async ({ content }) => {
    const written = await withDuckDb({}, (connection) => writeSample(connection, sample, content))
    stopIfInterrupted(options)
    return written
  })
  const rows = sample.readings.numRows
  report.info(`Wrote ${rows} generated readings of ${options.sensors} sensors to ${out}`)
  const start = new Date(sample.startMs).toISOString()
  const end = new Date(sample.endMs).toISOString()
  return { out, rows, sensors: options.sensors, bytes, start, end, timezone }
}

async function writeSample(connection: DuckDBConnection, sample: Sample, directory: string): Promise<number> {
  await createTable(connection, 'readings', sample.readings)
  await createTable(connection, 'sensors', sample.sensors)
  const readings = 'SELECT * FROM readings ORDER BY sensor_id, timestamp'
  const sensors = 'SELECT * FROM sensors ORDER BY sensor_id'
  const written = [
    await writeRows(connection, readings, { path: join(directory, 'readings.parquet'), format: 'parquet' }),
    await writeRows(connection, sensors, { path: join(directory, 'sensors.csv'), format: 'csv' }),
  ]
  return written.reduce((sum, { bytes }) => sum + bytes, 0)
}
