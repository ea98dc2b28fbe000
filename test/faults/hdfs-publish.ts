import { listVersions } from '../../src/store/list-versions.ts'
import { openStore } from '../../src/store/store.ts'
import { verifyVersion } from '../../src/store/verify-version.ts'
import type { Hdfs } from '../cluster/hdfs.ts'
import { type RunningPublisher, startPublisher } from './run-publisher.ts'

/** What stands in a store, all bytes read. */
export interface Left {
  /** Versions of m that are as they were published. */
  readonly whole: number
  /** Versions of m that are not. */
  readonly half: number
  /** Names in staging. */
  readonly staged: number
}

/** Where a store is, and how a process is told. */
export type Place = Pick<Hdfs, 'hdfsUrl' | 'webhdfsUrl'>

/**
 * Starts a process that publishes one version of m.
 *
 * @param base  Path of the store in HDFS.
 * @param env  Variables over those that lead to the HDFS.
 */
export function startPublish(
  { hdfsUrl, webhdfsUrl }: Place,
  base: string,
  { numMegabytes = 0, env = {} }: { readonly numMegabytes?: number; readonly env?: NodeJS.ProcessEnv } = {},
): RunningPublisher {
  const where = { FREEFLOW_WEBHDFS_URL: webhdfsUrl, HADOOP_USER_NAME: 'hdfs' }
  return startPublisher(['publish', `${hdfsUrl}${base}`, `${numMegabytes}`], { ...where, ...env })
}

/** Looks at a store with a client that nothing disturbs. */
export async function lookAt({ hdfsUrl, webhdfsUrl }: Place, base: string): Promise<Left> {
  const store = await openStore(`${hdfsUrl}${base}`, { webhdfsUrl, user: 'hdfs' })
  const left = { whole: 0, half: 0, staged: 0 }
  for (const version of await listVersions(store, 'm'))
    left[(await verifyVersion(version)).length === 0 ? 'whole' : 'half']++
  left.staged = ((await store.files.list(`${store.base}/.freeflow/staging`)) ?? []).length
  return left
}
