import { dirname } from 'node:path'
import { FreeflowError } from '../../errors.ts'
import type { StoreFiles } from '../../store/store-files.ts'

/** A directory that is there, links followed. */
export interface NearestDirectory {
  /** Absolute, of an HDFS its URI; no slash at the end. */
  readonly path: string
  /** Whether it is the one that was asked for. */
  readonly isAsked: boolean
}

/**
 * Finds the directory that a path means or, where nothing is there yet, the one above it that is.
 *
 * @param path  Absolute, of an HDFS its URI; no slash at the end.
 * @throws FreeflowError `storage` if what is there is no directory, or cannot be looked at.
 */
export async function nearestDirectory(files: StoreFiles, path: string): Promise<NearestDirectory> {
  for (let at = path; ; at = parentOf(at)) {
    const real = await files.realPath(at)
    const kind = real === null ? null : (await files.stat(real))?.kind
    if (real !== null && kind === 'directory') return { path: real, isAsked: at === path }
    if (real !== null || at === parentOf(at))
      throw new FreeflowError('storage', `${at} must be a directory, it is ${kind ?? 'not there'}`, {
        hint: 'choose a directory, or a path where none is yet',
      })
  }
}

/** Gives the path above; of the uppermost one, itself. */
function parentOf(path: string): string {
  return /^[a-z]+:\/\/[^/]*$/.test(path) ? path : dirname(path)
}
