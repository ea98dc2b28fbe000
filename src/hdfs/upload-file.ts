import { lstat } from 'node:fs/promises'
import { FreeflowError } from '../errors.ts'
import { fileChunks, unreadable } from './file-chunks.ts'
import { putFile } from './put-file.ts'
import type { HdfsSession } from './session.ts'

/**
 * Copies a file of the local disk to a free name in HDFS, whole or not at all.
 *
 * @param target.staging  Directory in HDFS for what is on its way.
 * @throws FreeflowError `storage` if the name is taken or the file cannot be read, `data` if the local path is no
 *   plain file.
 */
export async function uploadFile(
  session: HdfsSession,
  target: { readonly staging: string; readonly path: string },
  localPath: string,
): Promise<void> {
  const stats = await lstat(localPath).catch((cause: unknown) => unreadable(localPath, cause))
  if (!stats.isFile()) throw new FreeflowError('data', `${localPath} is no plain file`)
  const source = { length: stats.size, chunks: () => fileChunks(localPath, stats.size) }
  const outcome = await putFile(session, target, source)
  if (outcome === 'exists')
    throw new FreeflowError('storage', `cannot write ${session.uri}${target.path}: it is there already`)
}
