import { join } from 'node:path'
import type { JobHost } from '../engine/host.ts'
import { FreeflowError } from '../errors.ts'
import type { Cache } from '../hdfs/cache.ts'
import type { RemoteFile } from '../hdfs/list-files.ts'
import type { HdfsSession } from '../hdfs/session.ts'
import { spoolFiles } from '../hdfs/spool-files.ts'
import { makeDirectory } from '../make-directory.ts'
import { errnoOf, storageError } from '../store/storage-error.ts'
import { pruneFiles } from '../table/prune-files.ts'
import { readFeaturesNote } from '../traffic/features-note.ts'
import { noRowsError } from '../traffic/open-features.ts'
import { isFeatureTable } from './is-feature-table.ts'
import { listRemote, type RemoteListing } from './remote-listing.ts'

/** What of a path of HDFS is wanted on the local disk, and where. */
export interface MirrorOptions {
  readonly session: HdfsSession
  /** Absolute path in HDFS. */
  readonly path: string
  /** What the user calls it. */
  readonly uri: string
  /** Directory of the local disk that gets the same names; of the same disk as the cache. */
  readonly folder: string
  readonly cache: Cache
  /** Names of files that may lie beside the rows, and come too. */
  readonly beside: readonly string[]
  /** Days of a feature table, `YYYY-MM-DD`, both inclusive; readings come whole, as features look back. */
  readonly startDate?: string | undefined
  readonly endDate?: string | undefined
  readonly timezone?: string | undefined
}

/**
 * Makes the files of a path of HDFS stand in a folder of the local disk, by links to the cache.
 *
 * @param listing  What stands at the path.
 * @throws FreeflowError `data` where files changed meanwhile or the dates leave none, `storage` where HDFS cannot
 *   be read or the disk has too little space, `interrupted`.
 */
export async function mirrorData(
  listing: RemoteListing,
  options: MirrorOptions,
  host: JobHost,
): Promise<void> {
  await makeDirectory(options.folder)
  const outcomes = new Map<string, 'copied' | 'cached'>()
  const isPruned = await leavesFilesOut(listing, options, host, outcomes)
  const choose = ({ data, beside }: RemoteListing) => {
    const { startDate, endDate } = options
    return { data: isPruned ? pruneFiles(data, startDate, endDate) : data, beside }
  }
  const wanted = choose(listing)
  if (isPruned && wanted.data.length === 0) throw await noRows(listing, options)
  await fetchFiles([...wanted.beside, ...wanted.data], options, host, outcomes)
  const { session, path, beside, uri } = options
  const now = choose(await listRemote(session, path, beside))
  if (identityOf(now) !== identityOf(wanted))
    throw new FreeflowError('data', `${uri} has changed while it was read`, {
      hint: 'run again when nobody writes there',
    })
  const told = wanted.data.map(({ name }) => outcomes.get(name))
  const bytes = wanted.data.reduce((sum, { status }) => sum + status.length, 0)
  const numCopied = told.filter((outcome) => outcome === 'copied').length
  host.report.info(
    `Reading ${told.length} of ${listing.data.length} files (${(bytes / 1e6).toFixed(1)} MB) from ${uri}: ` +
      `${numCopied} copied, ${told.length - numCopied} in the cache`,
  )
}

/** Says whether files outside the dates may stay where they are; the first file tells features from readings. */
async function leavesFilesOut(
  { data, beside, file }: RemoteListing,
  options: MirrorOptions,
  host: JobHost,
  outcomes: Map<string, 'copied' | 'cached'>,
): Promise<boolean> {
  const inDates = pruneFiles(data, options.startDate, options.endDate)
  if (inDates.length === data.length) return false
  await fetchFiles([...beside, inDates[0] ?? data[0]], options, host, outcomes)
  return isFeatureTable(join(options.folder, file))
}

/** Fetches the files that are not there yet. */
async function fetchFiles(
  files: readonly RemoteFile[],
  { session, cache, folder, uri }: MirrorOptions,
  { report }: JobHost,
  outcomes: Map<string, 'copied' | 'cached'>,
): Promise<void> {
  const missing = files.filter(({ name }) => !outcomes.has(name))
  const onProgress = (doneBytes: number, totalBytes: number) =>
    report.progress(`Copying from ${uri}, bytes`, doneBytes, totalBytes)
  const place = { cache, directory: folder, onProgress, place: uri }
  const found = await spoolFiles(session, missing, place).catch((cause: unknown) => {
    throw errnoOf(cause) === '' ? cause : storageError('write', cache.directory, cause)
  })
  for (const [index, { name }] of missing.entries()) outcomes.set(name, found[index])
}

function identityOf({ data, beside }: Pick<RemoteListing, 'data' | 'beside'>): string {
  return JSON.stringify(
    [...data, ...beside].map(({ name, status: { fileId, length, modifiedMs } }) => [
      name,
      fileId,
      length,
      modifiedMs,
    ]),
  )
}

async function noRows({ file }: RemoteListing, options: MirrorOptions): Promise<FreeflowError> {
  const note = await readFeaturesNote(join(options.folder, file))
  const timezone = options.timezone ?? note.timezone ?? 'UTC'
  return noRowsError({ ...options, path: options.uri, timezone })
}
