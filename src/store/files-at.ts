import type { HdfsOptions } from '../hdfs/hdfs-options.ts'
import { isHdfsUri } from '../hdfs/hdfs-uri.ts'
import { openSession } from '../hdfs/open-session.ts'
import type { HdfsSession } from '../hdfs/session.ts'
import { pathFromUri } from '../path-from-uri.ts'
import { hdfsFiles } from './hdfs-files.ts'
import { localFiles } from './local-files.ts'
import type { StoreFiles } from './store-files.ts'

/** A place on the local disk or in an HDFS. */
export interface FilesAt {
  /** How its files are reached. */
  readonly files: StoreFiles
  /** Absolute path, of an HDFS its URI; no slash at the end. */
  readonly path: string
  /** What speaks with the HDFS; `null` on the local disk. */
  readonly session: HdfsSession | null
}

/**
 * Finds how the files at a plain path or a URI are reached; asks nobody yet.
 *
 * @param base  The path of a store, or of what lies in it, given the path; what is on its way to an HDFS stands
 *   in `.freeflow/staging` of it.
 * @throws FreeflowError `usage` for a scheme that is none of ours, or a URI that cannot be read.
 */
export async function filesAt(
  uri: string,
  hdfs: HdfsOptions,
  base: (path: string) => string = (path) => path,
): Promise<FilesAt> {
  if (!isHdfsUri(uri)) return { files: localFiles, path: pathFromUri(uri), session: null }
  const { session, path: inside } = await openSession(uri, hdfs)
  const path = `${session.uri}${inside === '/' ? '' : inside}`
  return { files: hdfsFiles(session, `${base(path)}/.freeflow/staging`), path, session }
}
