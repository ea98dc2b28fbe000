import { FreeflowError } from '../errors.ts'

/** System errors that say that something is not there or not what it should be; others are the disk's. */
const ABSENT = new Set(['ENOENT', 'ENOTDIR', 'EISDIR', 'ENAMETOOLONG'])

/**
 * Says in one line why a path could not be read.
 *
 * @param path   What was being read.
 * @param cause  What was thrown; a FreeflowError is passed on as it is.
 * @returns An error `storage` where the system failed, else `data`: absent or malformed.
 */
export function readError(path: string, cause: unknown): FreeflowError {
  if (cause instanceof FreeflowError) return cause
  const code = cause instanceof Error && 'code' in cause && 'syscall' in cause ? String(cause.code) : null
  if (code !== null && ABSENT.has(code)) return new FreeflowError('data', `${path}: not there`, { cause })
  const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
  return new FreeflowError(code === null ? 'data' : 'storage', `${path}: ${message}`, { cause })
}
