import { dirname } from 'node:path'
import { FreeflowError } from '../errors.ts'
import type { FilesAt } from '../store/files-at.ts'

/**
 * Refuses a path that lies in a published version: those are never edited.
 *
 * @throws FreeflowError `usage` if a directory above it has a MANIFEST.json.
 */
export async function requireOutsideVersions({ files, path }: Omit<FilesAt, 'session'>): Promise<void> {
  // the root of an HDFS is hdfs://host:port
  for (let at = dirname(path); at !== dirname(at) && !at.endsWith(':/'); at = dirname(at)) {
    if ((await files.stat(`${at}/MANIFEST.json`).catch(() => null)) === null) continue
    throw new FreeflowError('usage', `${path} lies in the published version ${at}, which is never edited`, {
      hint: 'choose a place outside of it',
    })
  }
}
