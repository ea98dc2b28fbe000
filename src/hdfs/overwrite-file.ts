import { removePath } from './change-names.ts'
import { stagingBeside } from './put-directory.ts'
import { replaceFile } from './rename.ts'
import type { HdfsSession } from './session.ts'
import { uploadFile } from './upload-file.ts'

/**
 * Puts a file of the local disk in the place of a file of HDFS, or of none, in one step; its parents are made.
 *
 * @throws FreeflowError `storage` if it cannot be written, and `outcome-unknown` if it may have been; else the
 *   file that was there is as before.
 */
export async function overwriteFile(session: HdfsSession, localPath: string, path: string): Promise<void> {
  const staging = stagingBeside(path)
  const sent = `${staging}/file`
  try {
    await uploadFile(session, { staging: `${staging}/parts`, path: sent }, localPath)
    await replaceFile(session, { from: sent, to: path, staging })
  } finally {
    await removePath(session, staging).catch(() => null)
  }
}
