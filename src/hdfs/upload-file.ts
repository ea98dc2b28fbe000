import { createHash } from 'node:crypto'
import { lstat } from 'node:fs/promises'
import { FreeflowError } from '../errors.ts'
import { fileChunks } from './file-chunks.ts'
import { putFile } from './put-file.ts'
import type { HdfsSession } from './session.ts'

/** A file that went to HDFS. */
export interface Uploaded {
  /** In bytes. */
  readonly length: number
  /** Of the bytes as they were sent, 64 lower-case hex digits. */
  readonly sha256: string
}

/**
 * Copies a file of the local disk to a free name in HDFS, whole or not at all.
 *
 * @param target.staging  Directory in HDFS for what is on its way.
 * @throws FreeflowError `storage` if the name is taken, `data` if the local path is no plain file.
 */
export async function uploadFile(
  session: HdfsSession,
  target: { readonly staging: string; readonly path: string },
  localPath: string,
): Promise<Uploaded> {
  const stats = await lstat(localPath)
  if (!stats.isFile()) throw new FreeflowError('data', `${localPath} is no plain file`)
  let hash = createHash('sha256')
  async function* chunks() {
    // each try begins anew
    hash = createHash('sha256')
    for await (const chunk of fileChunks(localPath)) {
      hash.update(chunk)
      yield chunk
    }
  }
  const outcome = await putFile(session, target, { length: stats.size, chunks })
  if (outcome === 'exists')
    throw new FreeflowError('storage', `cannot write ${session.uri}${target.path}: it is there already`)
  return { length: stats.size, sha256: hash.digest('hex') }
}
