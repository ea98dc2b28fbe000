import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { withDuckDb } from '../table/duckdb.ts'
import { openFiles } from '../table/open-files.ts'
import { readFileList } from '../table/read-file-list.ts'
import { nowcastFeatures } from '../traffic/columns.ts'
import type { FeatureTableInfo } from '../traffic/feature-table-info.ts'
import { besideReadings } from '../traffic/read-readings.ts'
import { buildFeatures } from './build-features.ts'
import { generateSample } from './generate-sample.ts'
import { type JobHost, stopIfInterrupted } from './host.ts'

/** Where the rows of a run come from. */
export interface FeatureTableOptions {
  /** A feature table or readings; a generated network where absent. */
  readonly data?: string | undefined
  readonly sensorsTable?: string | undefined
  /** Directory for what the run needs only while it lasts. */
  readonly work: string
  readonly timezone?: string | undefined
  /** Share of the days of readings on which nothing is measured. */
  readonly testRatio: number
  /** What the features of readings are measured against; without it that is fitted to them. */
  readonly network?: FeatureTableInfo['network'] | undefined
  readonly seed: number
  readonly threads: number
  /** Size of the generated network. */
  readonly sensors: number
  readonly days: number
}

/**
 * Hands the path of a feature table to `use`: the data itself, or a table made of readings, or of a generated
 * network. What was made is removed after, also on errors.
 *
 * @param runId  Names the run's own folder below `work`.
 */
export async function withFeatureTable<T>(
  options: FeatureTableOptions,
  runId: string,
  host: JobHost,
  use: (path: string) => Promise<T>,
): Promise<T> {
  if (options.data !== undefined && (await isFeatureTable(options.data))) return use(options.data)
  const folder = join(options.work, runId)
  try {
    const readings = options.data ?? (await generate(options, join(folder, 'readings'), host))
    stopIfInterrupted(host)
    host.report.info(`Building features from ${readings}`)
    const out = join(folder, 'features')
    const { sensorsTable, testRatio, network, seed, threads } = options
    await buildFeatures({
      data: readings,
      ...(sensorsTable === undefined ? {} : { sensorsTable }),
      out,
      timezone: options.timezone ?? (options.data === undefined ? SAMPLE_ZONE : undefined),
      byRow: false,
      testRatio,
      network,
      seed,
      threads,
      report: host.report,
      clock: host.now,
      signal: host.signal,
    })
    stopIfInterrupted(host)
    return await use(out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Zone of the generated network. */
export const SAMPLE_ZONE = 'America/Los_Angeles'

async function generate(options: FeatureTableOptions, out: string, host: JobHost): Promise<string> {
  const { sensors, days, seed } = options
  host.report.info(`No --data: generating ${sensors} sensors x ${days} days (seed ${seed})`)
  await generateSample({ out, sensors, days, seed, timezone: SAMPLE_ZONE, report: host.report })
  return out
}

/** Says whether data is a feature table: Parquet that has at least one of the features. */
export async function isFeatureTable(path: string): Promise<boolean> {
  const list = await readFileList(path, besideReadings)
  if (list.format === 'csv') return false
  const types = await withDuckDb({ threads: 1 }, async (connection) => {
    return (await openFiles(connection, path, { ...list, files: list.files.slice(0, 1) }, [])).types
  })
  const names = types.map(([name]) => name)
  return [...nowcastFeatures.numeric, ...nowcastFeatures.categorical].some((name) => names.includes(name))
}
