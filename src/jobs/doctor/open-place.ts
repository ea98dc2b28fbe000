import type { HdfsOptions } from '../../hdfs/hdfs-options.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { filesAt } from '../../store/files-at.ts'
import type { StoreFiles } from '../../store/store-files.ts'

/** A place in an HDFS. */
export interface HdfsPlace {
  readonly session: HdfsSession
  /** Gives the path in HDFS of a URI of it. */
  readonly pathOf: (uri: string) => string
}

/** A place that is looked at: on the local disk, or in an HDFS. */
export interface Place {
  /** What the ids of its checks begin with: `models`. */
  readonly name: string
  /** Absolute path, of an HDFS its URI; no slash at the end. */
  readonly path: string
  /** How its files are reached. */
  readonly files: StoreFiles
  /** `null` on the local disk. */
  readonly hdfs: HdfsPlace | null
}

/**
 * Finds how a place is reached; asks nobody yet.
 *
 * @throws FreeflowError `usage` for a URI or an option that cannot be read.
 */
export async function openPlace(name: string, uri: string, options: HdfsOptions): Promise<Place> {
  const { files, path, session } = await filesAt(uri, options)
  if (session === null) return { name, path, files, hdfs: null }
  return { name, path, files, hdfs: { session, pathOf: (below) => below.slice(session.uri.length) || '/' } }
}
