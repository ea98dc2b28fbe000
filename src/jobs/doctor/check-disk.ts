import { statfs } from 'node:fs/promises'
import { formatBytes } from '../../format-bytes.ts'
import { pathFromUri } from '../../path-from-uri.ts'
import { localFiles } from '../../store/local-files.ts'
import { storageError } from '../../store/storage-error.ts'
import { attempt } from './attempt.ts'
import type { CheckResult } from './check-result.ts'
import { judgeSpace } from './judge-space.ts'
import { type NearestDirectory, nearestDirectory } from './nearest-directory.ts'
import { tryWriting } from './try-writing.ts'

/**
 * Checks that a directory of the local disk takes files, flushes and renames them, and has room.
 *
 * One that is not there yet is not made: the one above it is tried.
 */
export function checkDisk(id: string, path: string, newId: string): Promise<CheckResult> {
  return attempt(id, async () => {
    const absolute = pathFromUri(path)
    const nearest = await nearestDirectory(localFiles, absolute)
    await tryWriting(localFiles, nearest.path, newId)
    return spaceAt(id, absolute, nearest)
  })
}

/** Says how much room there is; little is a warning. */
export async function spaceAt(id: string, path: string, nearest: NearestDirectory): Promise<CheckResult> {
  const { bavail, bsize } = await statfs(nearest.path).catch((cause: unknown) => {
    throw storageError('look at', nearest.path, cause)
  })
  const free = bavail * bsize
  const place = nearest.isAsked ? path : `${path} (not there yet)`
  return judgeSpace(id, `${place}: ${formatBytes(free)} free`, free)
}
