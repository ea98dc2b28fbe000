import { basename, join } from 'node:path'
import type { HdfsOptions } from '../hdfs/hdfs-options.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { openSession } from '../hdfs/open-session.ts'
import { overwriteFile } from '../hdfs/overwrite-file.ts'
import { withScratch } from '../hdfs/with-scratch.ts'

/**
 * Lets `write` write a file at a path of the local disk: `out` itself, or for a URI of HDFS one in the scratch
 * directory, which then takes the place of the file in HDFS in one step.
 */
export async function writeOutFile(
  out: string,
  hdfs: HdfsOptions,
  write: (path: string) => Promise<void>,
): Promise<void> {
  if (!isHdfsUri(out)) return write(out)
  const { session, path } = await openSession(out, hdfs)
  await withScratch(session, async (scratch) => {
    const local = join(scratch, basename(path))
    await write(local)
    await overwriteFile(session, local, path)
  })
}
