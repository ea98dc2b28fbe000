import { join } from 'node:path'
import type { HdfsOptions } from '../hdfs/hdfs-options.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { openSession } from '../hdfs/open-session.ts'
import { putDirectory, requireFree } from '../hdfs/put-directory.ts'
import { withScratch } from '../hdfs/with-scratch.ts'
import { type StagedDirectory, writeDirectory } from '../table/write-directory.ts'

/** Makes a directory appear whole or not at all, as `writeDirectory` does. */
export type DirectoryWriter = typeof writeDirectory

/**
 * Gives a writer of directories on the local disk and, by their URIs, in HDFS: those are filled in the scratch
 * directory of the local disk, and then sent.
 */
export function directoryWriter(hdfs: HdfsOptions): DirectoryWriter {
  return (out, fill) => (isHdfsUri(out) ? writeRemote(out, hdfs, fill) : writeDirectory(out, fill))
}

async function writeRemote<T>(
  uri: string,
  hdfs: HdfsOptions,
  fill: (staged: StagedDirectory) => Promise<T>,
): Promise<T> {
  const { session, path } = await openSession(uri, hdfs)
  await requireFree(session, path)
  return withScratch(session, async (scratch) => {
    const local = join(scratch, 'content')
    const result = await writeDirectory(local, fill)
    await putDirectory(session, local, path)
    return result
  })
}
