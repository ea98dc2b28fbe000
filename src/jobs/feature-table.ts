import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type JobHost, stopIfInterrupted } from '../engine/host.ts'
import type { FeatureTableInfo } from '../traffic/feature-table-info.ts'
import { buildFeatures } from './build-features.ts'
import { findGraph } from './forecast/find-graph.ts'
import { generateSample } from './generate-sample.ts'
import { isFeatureTable } from './is-feature-table.ts'
import { namingPlace } from './naming-place.ts'
import { type DataPlaces, withLocalData } from './with-local-data.ts'

/** Where the rows of a run come from; without `data` a generated network. */
export interface FeatureTableOptions extends DataPlaces {
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
 * Hands the path of a feature table on the local disk to `use`: the data itself, a copy of data in HDFS, or a
 * table made of readings, or of a generated network. What was made is removed after, also on errors.
 *
 * @param runId  Names the run's own folder below `work`.
 * @param use  Gets a host too, which names the data in place of what was made of them, and the local path of the graph
 *   of the roads, if one was named or lies beside the data.
 */
export function withFeatureTable<T>(
  options: FeatureTableOptions,
  runId: string,
  host: JobHost,
  use: (path: string, host: JobHost, graph: string | undefined) => Promise<T>,
): Promise<T> {
  return withLocalData(options, runId, host, async (local, localHost) => {
    const graph = await findGraph(local)
    if (local.data !== undefined && (await isFeatureTable(local.data)))
      return use(local.data, localHost, graph)
    return withBuiltTable(local, runId, localHost, (path, tableHost) => use(path, tableHost, graph))
  })
}

async function withBuiltTable<T>(
  options: FeatureTableOptions,
  runId: string,
  host: JobHost,
  use: (path: string, host: JobHost) => Promise<T>,
): Promise<T> {
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
    const names = { copy: out, place: options.data ?? 'the generated network' }
    return await namingPlace(names, host, (tableHost) => use(out, tableHost))
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
