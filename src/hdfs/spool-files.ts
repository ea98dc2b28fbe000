import { stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { inParallel } from '../in-parallel.ts'
import { makeDirectory } from '../make-directory.ts'
import { type Cache, cacheKey, makeCache } from './cache.ts'
import type { RemoteFile } from './list-files.ts'
import { makeRoom } from './make-room.ts'
import type { HdfsSession } from './session.ts'
import { spoolFile } from './spool-file.ts'

/** Files that are on their way at the same time. */
const NUM_TRANSFERS = 4

/** Where files of HDFS are to stand on the local disk. */
export interface SpoolPlace {
  readonly cache: Cache
  /** Directory below which they get their names; of the same disk as the cache. */
  readonly directory: string
  /** Told how many bytes have come of how many that are to be copied; first 0. */
  readonly onProgress: (doneBytes: number, totalBytes: number) => void
  /** What they are of, for messages. */
  readonly place: string
}

/**
 * Makes files of HDFS stand below a directory of the local disk, from a cache that keeps copies of them.
 *
 * @returns For each file whether it was copied or in the cache.
 * @throws FreeflowError `storage` where the disk has too little space for what is missing, before anything is
 *   copied; else as `spoolFile`.
 */
export async function spoolFiles(
  session: HdfsSession,
  files: readonly RemoteFile[],
  { cache, directory, onProgress, place }: SpoolPlace,
): Promise<('copied' | 'cached')[]> {
  await makeCache(cache)
  const totalBytes = await roomFor(session, files, cache, place)
  let doneBytes = 0
  if (totalBytes > 0) onProgress(0, totalBytes)
  const onBytes = (numBytes: number) => {
    doneBytes += numBytes
    onProgress(doneBytes, totalBytes)
  }
  return inParallel(files, NUM_TRANSFERS, async (file) => {
    const target = join(directory, file.name)
    await makeDirectory(dirname(target))
    return spoolFile(session, cache, { file, target }, onBytes)
  })
}

/** Makes room for the files that the cache lacks, and gives their bytes. */
async function roomFor(
  session: HdfsSession,
  files: readonly RemoteFile[],
  cache: Cache,
  place: string,
): Promise<number> {
  const keys = new Set<string>()
  let missingBytes = 0
  for (const file of files) {
    const key = cacheKey(session, file)
    keys.add(key)
    const kept = await stat(join(cache.directory, key)).catch(() => null)
    if (kept?.size !== file.status.length) missingBytes += file.status.length
  }
  await makeRoom(cache, { keys, missingBytes, place })
  return missingBytes
}
