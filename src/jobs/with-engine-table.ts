import type { Engine } from '../engine/engine.ts'
import type { JobHost } from '../engine/host.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { type FeatureTableOptions, withFeatureTable } from './feature-table.ts'

/**
 * Hands the place of a feature table to `use` where the engine reads it: as `withFeatureTable` does, but to Spark
 * data in HDFS are handed as they lie there, and must be a feature table; then the graph is what was named.
 */
export function withEngineTable<T>(
  { name }: Engine,
  options: FeatureTableOptions,
  runId: string,
  host: JobHost,
  use: (place: string, host: JobHost, graph: string | undefined) => Promise<T>,
): Promise<T> {
  const { data } = options
  if (name === 'spark' && data !== undefined && isHdfsUri(data)) return use(data, host, options.graph)
  return withFeatureTable(options, runId, host, use)
}
