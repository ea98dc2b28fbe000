import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { type Reporter, stopIfInterrupted } from '../engine/host.ts'
import { createTable } from '../table/create-table.ts'
import { sqlString, withDuckDb } from '../table/duckdb.ts'
import { type Table, valueAt } from '../table/table.ts'
import { type StagedDirectory, writeDirectory } from '../table/write-directory.ts'
import { writeRows } from '../table/write-rows.ts'
import { featureColumns } from '../traffic/columns.ts'
import { deriveFeaturesSql } from '../traffic/derive.ts'
import { type FeatureTableInfo, featureTableInfoFile } from '../traffic/feature-table-info.ts'
import { fitUntilMs } from '../traffic/fit-until.ts'
import { measureFreeFlow } from '../traffic/free-flow.ts'
import { fitNetwork, type Network, placeSensors } from '../traffic/network.ts'
import { networkFromInfo } from '../traffic/network-from-info.ts'
import type { Readings } from '../traffic/read-readings.ts'
import type { Sensor } from '../traffic/sensor.ts'
import { duckDbDialect } from '../traffic/sql-dialect.ts'
import type { DirectoryWriter } from './directory-writer.ts'
import { openReadings } from './open-readings.ts'

/** What `buildFeatures` reads, how, and where it writes. */
export interface BuildFeaturesOptions {
  /** Readings: a Parquet or CSV file, or a directory of them (sensors.csv and adjacency.csv are not read). */
  readonly data: string
  /** Table of sensors (CSV or Parquet); without it `sensors.csv` beside the readings, else their columns. */
  readonly sensorsTable?: string
  /** Directory to write; must not exist, or be empty. */
  readonly out: string
  /** Makes that directory appear; without it on the local disk. */
  readonly write?: DirectoryWriter | undefined
  /** IANA zone of the calendar, and of readings whose timestamps have no zone; UTC where none is declared. */
  readonly timezone?: string | undefined
  /** True: lags and windows count rows, as in the original definition; false: they go by the clock. */
  readonly byRow: boolean
  /**
   * Free-flow speeds are measured on readings before this instant (ISO 8601; without offset local in
   * `timezone`). Without it: the start of the last ceil(testRatio x days) local days.
   */
  readonly fitUntil?: string
  /** Share of the days that models are to be judged on; 0.2 where absent. */
  readonly testRatio?: number
  /** What the features are measured against; without it that is fitted to the sensors of the readings. */
  readonly network?: FeatureTableInfo['network'] | undefined
  /** Seed of the clusters of sensors, a 32-bit integer; no matter with `network`. */
  readonly seed: number
  /** Threads of DuckDB; changes the time it takes, not one byte of what is written. */
  readonly threads: number
  readonly report: Pick<Reporter, 'info' | 'warn'>
  /** Milliseconds of a clock that never goes back, for `seconds`. */
  readonly clock: () => number
  /** Ends the job before anything appears. */
  readonly signal?: AbortSignal | undefined
}

/** What `buildFeatures` wrote. */
export interface FeaturesSummary {
  readonly out: string
  readonly rows: number
  readonly sensors: number
  /** Parquet files written, one a local day. */
  readonly files: number
  /** Bytes of the Parquet files together. */
  readonly bytes: number
  /** Rows of the readings that are not in the table, by reason. */
  readonly rows_dropped: Readonly<Record<string, number>>
  /** Columns of the feature table that the source cannot give, in their order. */
  readonly absent_columns: readonly string[]
  /** First and last instant, ISO 8601 in UTC. */
  readonly start: string
  readonly end: string
  readonly timezone: string
  readonly seconds: number
}

/**
 * Turns readings into the feature table: `{out}/year=YYYY/month=M/day=D/part-00000.parquet`, one file a local
 * day, rows by sensor_id and timestamp, and `{out}/_freeflow.json`.
 *
 * The directory appears whole or not at all. Equal readings give equal bytes, whatever the order of their
 * rows and files and the number of threads.
 *
 * @throws FreeflowError `data` for readings or sensors that are absent or break their contract; `usage` for
 *   an unknown zone or instant; `storage` if `out` is not empty or cannot be written.
 */
export async function buildFeatures(options: BuildFeaturesOptions): Promise<FeaturesSummary> {
  const startedMs = options.clock()
  const { timezone: declared = null, write = writeDirectory } = options
  const resolved = { ...options, declared, timezone: declared ?? 'UTC' }
  const info = await write(options.out, async (staged) => {
    const filled = await withDuckDb({ threads: options.threads }, (connection) =>
      fillTable(connection, resolved, staged),
    )
    stopIfInterrupted(options)
    return filled
  })
  const summary = summaryOf(options.out, info, (options.clock() - startedMs) / 1000)
  const { rows, files, bytes, out } = summary
  options.report.info(`Wrote ${rows} rows in ${files} files (${(bytes / 1e6).toFixed(1)} MB) to ${out}`)
  return summary
}

/** The options with the zone that they come to, and that which was declared. */
interface ResolvedOptions extends BuildFeaturesOptions {
  readonly timezone: string
  readonly declared: string | null
}

async function fillTable(
  connection: DuckDBConnection,
  options: ResolvedOptions,
  staged: StagedDirectory,
): Promise<FeatureTableInfo> {
  await connection.run(`SET temp_directory = ${sqlString(staged.scratch)}`)
  const { readings, sensors, absentColumns } = await openReadings(connection, options)
  const network = await joinNetwork(connection, options, readings, sensors)
  const derived = deriveFeaturesSql({
    dialect: duckDbDialect,
    timezone: options.timezone,
    byRow: options.byRow,
    absentColumns,
  })
  const localDate = `CAST(${duckDbDialect.localTime('timestamp', options.timezone)} AS DATE)`
  await connection.run(`CREATE TEMP TABLE features AS SELECT *, ${localDate} AS local_date FROM (${derived})`)
  const files = await writePartitions(connection, staged.content)
  const info = infoOf(options, readings, { absentColumns, network, files })
  await writeFile(join(staged.content, featureTableInfoFile), `${JSON.stringify(info, null, 2)}\n`)
  return info
}

/** Fits the network unless it is given, makes the table `sensors` that the query joins, and gives what is kept of both. */
async function joinNetwork(
  connection: DuckDBConnection,
  options: ResolvedOptions,
  readings: Readings,
  sensors: readonly Sensor[],
): Promise<FeatureTableInfo['network']> {
  const { fitUntil, testRatio, timezone, network: given } = options
  const seed = given?.cluster_seed ?? options.seed
  const network = given === undefined ? fitNetwork(sensors, { seed }) : networkFromInfo(given)
  const { startMs, endMs } = readings
  const untilMs = fitUntilMs({ fitUntil, testRatio, startMs, endMs, timezone })
  const unmeasured = placeSensors(network, sensors, new Map())
  if (!lacksFreeFlow(unmeasured)) {
    await createTable(connection, 'sensors', unmeasured)
    return networkInfo(network, unmeasured, { seed, untilMs: null })
  }
  options.report.info(`Measuring free-flow speeds on readings before ${isoInstant(untilMs)}`)
  const placed = placeSensors(network, sensors, await measureFreeFlow(connection, untilMs))
  await createTable(connection, 'sensors', placed)
  return networkInfo(network, placed, { seed, untilMs })
}

function lacksFreeFlow(placed: Table): boolean {
  const column = placed.columns.get('free_flow_mph')
  return column?.kind === 'number' && column.values.some(Number.isNaN)
}

function networkInfo(
  network: Network,
  placed: Table,
  fitted: { readonly seed: number; readonly untilMs: number | null },
): FeatureTableInfo['network'] {
  const rows = Array.from({ length: placed.numRows }, (_, row) => row)
  const sensors = [...placed.columns].map(([name, column]) => [name, rows.map((row) => valueAt(column, row))])
  return {
    center: network.center,
    box: network.box,
    free_flow: network.freeFlow,
    free_flow_until: fitted.untilMs === null ? null : isoInstant(fitted.untilMs),
    cluster_seed: fitted.seed,
    cluster_centers: [...network.clusterCenters],
    sensors: Object.fromEntries(sensors),
  }
}

/** Writes the table `features` without its local_date, one file a local day. */
async function writePartitions(
  connection: DuckDBConnection,
  directory: string,
): Promise<FeatureTableInfo['files']> {
  const days = await connection.runAndReadAll(
    `SELECT DISTINCT local_date, year(local_date), month(local_date), day(local_date)
    FROM features ORDER BY local_date`,
  )
  const files: FeatureTableInfo['files'] = []
  for (const [date, year, month, day] of days.getRowsJson()) {
    const path = `year=${year}/month=${month}/day=${day}/part-00000.parquet`
    const rows = `SELECT * EXCLUDE (local_date) FROM features WHERE local_date = DATE '${date}'
      ORDER BY sensor_id, timestamp`
    const file = { path: join(directory, path), format: 'parquet' } as const
    files.push({ path, ...(await writeRows(connection, rows, file)) })
  }
  return files
}

function infoOf(
  options: ResolvedOptions,
  readings: Readings,
  built: Pick<FeatureTableInfo, 'network' | 'files'> & { readonly absentColumns: string[] },
): FeatureTableInfo {
  const present = featureColumns.filter(({ name }) => !built.absentColumns.includes(name))
  const withUnit = present.filter(({ unit }) => unit !== '')
  return {
    schema_version: 1,
    step_minutes: 5,
    by_row: options.byRow,
    timezone: options.timezone,
    start: isoInstant(readings.startMs),
    end: isoInstant(readings.endMs),
    rows: readings.numRows - readings.numWithoutSpeed,
    rows_dropped: { speed_missing: readings.numWithoutSpeed },
    absent_columns: built.absentColumns,
    units: Object.fromEntries(withUnit.map(({ name, unit }) => [name, unit])),
    network: built.network,
    files: built.files,
  }
}

function summaryOf(out: string, info: FeatureTableInfo, seconds: number): FeaturesSummary {
  return {
    out,
    rows: info.rows,
    sensors: info.network.sensors['sensor_id'].length,
    files: info.files.length,
    bytes: info.files.reduce((sum, { bytes }) => sum + bytes, 0),
    rows_dropped: info.rows_dropped,
    absent_columns: info.absent_columns,
    start: info.start,
    end: info.end,
    timezone: info.timezone,
    seconds,
  }
}

function isoInstant(epochMs: number): string {
  return new Date(epochMs).toISOString()
}
