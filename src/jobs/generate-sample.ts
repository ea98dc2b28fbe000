import { FreeflowError } from '../errors.ts'
import type { ReportLines } from './build-features.ts'

/** Size and seed of a generated network, and where it goes. */
export interface GenerateSampleOptions {
  /** Directory to write; must not exist, or be empty. */
  readonly out: string
  /** Number of sensors, at least 1. */
  readonly sensors: number
  /** Number of local days, at least 1. */
  readonly days: number
  /** A 32-bit integer; equal options give equal bytes. */
  readonly seed: number
  /** IANA zone in which the days begin; without it America/Los_Angeles. */
  readonly timezone?: string
  readonly report: ReportLines
}

/** What `generateSample` wrote. */
export interface SampleSummary {
  readonly out: string
  readonly rows: number
  readonly sensors: number
  readonly bytes: number
  /** First and last instant, ISO 8601 in UTC. */
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
  throw new FreeflowError('unexpected', `${options.out}: the sample is not generated yet`)
}
