import { FreeflowError } from '../errors.ts'

/** Where a job says what it does; `info` is for the log, `warn` for what a person should look at. */
export interface ReportLines {
  info(line: string): void
  warn(line: string): void
}

/** What `buildFeatures` reads, how, and where it writes. */
export interface BuildFeaturesOptions {
  /** Readings: a Parquet or CSV file, or a directory of them (sensors.csv and adjacency.csv are not read). */
  readonly data: string
  /** Table of sensors (CSV or Parquet); without it `sensors.csv` beside the readings. */
  readonly sensorsTable?: string
  /** Directory to write; must not exist, or be empty. */
  readonly out: string
  /** IANA zone of the calendar, and of readings whose timestamps have no zone. */
  readonly timezone: string
  /** True: lags and windows count rows, as in the original definition; false: they go by the clock. */
  readonly byRow: boolean
  /**
   * Free-flow speeds are measured on readings before this instant (ISO 8601; without offset local in
   * `timezone`). Without it: the start of the last ceil(0.2 x days) local days.
   */
  readonly fitUntil?: string
  /** Seed of the clusters of sensors, a 32-bit integer. */
  readonly seed: number
  /** Threads of DuckDB; changes the time it takes, not one byte of what is written. */
  readonly threads: number
  readonly report: ReportLines
  /** Milliseconds of a clock that never goes back, for `seconds`. */
  readonly clock: () => number
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
  readonly rowsDropped: Readonly<Record<string, number>>
  /** Columns of the feature table that the source cannot give, in their order. */
  readonly absentColumns: readonly string[]
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
 * @throws FreeflowError `data` for readings or sensors that are absent or break their contract; `usage` for an
 *   unknown zone or instant; `storage` if `out` is not empty or cannot be written.
 */
export async function buildFeatures(options: BuildFeaturesOptions): Promise<FeaturesSummary> {
  throw new FreeflowError('unexpected', `${options.out}: features are not built yet`)
}
