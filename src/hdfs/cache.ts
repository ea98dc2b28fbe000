import { createHash } from 'node:crypto'
import { chmod } from 'node:fs/promises'
import { makeDirectory } from '../make-directory.ts'
import type { RemoteFile } from './list-files.ts'
import type { HdfsSession } from './session.ts'

/**
 * A directory of the local disk that keeps copies of files of HDFS.
 *
 * A copy that is whole stands under the key of its file, one on its way under `{key}.{uuid}.tmp`.
 */
export interface Cache {
  /** Absolute. */
  readonly directory: string
  /** What it may hold, in bytes; a run that needs more has more while it lasts. */
  readonly limitBytes: number
  /** Milliseconds since 1970, for when a copy was last used. */
  readonly now: () => number
}

/** Makes the directory of a cache where it is missing; only its owner may look, as HDFS may have said so. */
export async function makeCache({ directory }: Cache): Promise<void> {
  const made = await makeDirectory(directory)
  if (made.length > 0) await chmod(directory, 0o700)
}

/**
 * Gives the name of the copy of a file: another one as soon as the file was replaced or appended to.
 *
 * The id of a file is another one after an overwrite, length and time after an append. Where a server tells no
 * ids, the path stands for it.
 *
 * @returns 64 hex digits.
 */
export function cacheKey({ uri }: Pick<HdfsSession, 'uri'>, { path, status }: RemoteFile): string {
  const identity = [uri, status.fileId || path, status.length, status.modifiedMs]
  return createHash('sha256').update(JSON.stringify(identity)).digest('hex')
}
