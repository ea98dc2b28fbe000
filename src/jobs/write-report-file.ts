import { dirname } from 'node:path'
import { FreeflowError } from '../errors.ts'
import type { HdfsOptions } from '../hdfs/hdfs-options.ts'
import { makeDirectory } from '../make-directory.ts'
import { documentBytes } from '../store/document.ts'
import { filesAt } from '../store/files-at.ts'
import { localFiles } from '../store/local-files.ts'
import { storageError } from '../store/storage-error.ts'
import { requireOutsideVersions } from './require-outside-versions.ts'

/**
 * Checks that a file is to be written outside of every published version: those are never edited.
 *
 * @returns Its absolute path, of an HDFS its URI.
 * @throws FreeflowError `usage` if a directory above it has a MANIFEST.json, if it is a directory, or for a URI
 *   of another scheme.
 */
export async function reportPath(uri: string, hdfs: HdfsOptions): Promise<string> {
  const { files, path } = await filesAt(uri, hdfs)
  const kind = await files.stat(path).then(
    (entry) => entry?.kind,
    () => undefined,
  )
  if (kind === 'directory') throw new FreeflowError('usage', `${path} must be a file, it is a directory`)
  await requireOutsideVersions({ files, path })
  return path
}

/**
 * Writes a JSON document as a file, in the place of one that is there; it appears whole or not at all.
 *
 * @param path  As `reportPath` gives it; the directories above are made.
 * @throws FreeflowError `storage` if it cannot be written.
 */
export async function writeReportFile(path: string, value: unknown): Promise<void> {
  const partial = `${path}.partial`
  await makeDirectory(dirname(path)).catch((cause: unknown) => {
    throw storageError('create', dirname(path), cause)
  })
  await localFiles.remove(partial)
  try {
    await localFiles.create(partial, documentBytes(path, value))
    await localFiles.replace(partial, path)
  } finally {
    await localFiles.remove(partial)
  }
}
