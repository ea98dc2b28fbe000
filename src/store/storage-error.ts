import { FreeflowError } from '../errors.ts'

/** What the system's error codes mean, and what to do about them. */
const reasons: Readonly<Record<string, { rule: string; hint: string }>> = {
  EACCES: { rule: 'permission is denied', hint: 'check owner and mode of the directories on the path' },
  EDQUOT: { rule: 'the quota is used up', hint: 'free some space or raise the quota' },
  EEXIST: { rule: 'the name is taken by something else', hint: 'move it away' },
  EIO: { rule: 'the device failed', hint: 'check the disk; the system log says more' },
  ELOOP: { rule: 'a link is in the way, and the store follows none', hint: 'put the directory in its place' },
  ENAMETOOLONG: { rule: 'the name is too long', hint: 'use a shorter path' },
  ENOENT: { rule: 'it does not exist', hint: 'check the path' },
  ENOSPC: { rule: 'no space is left on the device', hint: 'free some space, or choose another place' },
  ENOTDIR: { rule: 'a part of the path is no directory', hint: 'choose a path that is a directory' },
  EPERM: { rule: 'the operation is not permitted', hint: 'check owner, mode and flags of the directory' },
  EROFS: { rule: 'the file system is read-only', hint: 'mount it for writing, or choose another place' },
  EXDEV: { rule: 'the two lie on different devices', hint: 'keep the whole store on one file system' },
}

/** Reads the system's name of a failure (`ENOSPC`) from what a call of node:fs has thrown; else ''. */
export function errnoOf(cause: unknown): string {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : ''
  return /^E[A-Z0-9]+$/.test(code) ? code : ''
}

/**
 * Says what could not be done, where, and by which rule: `cannot create /m/x: no space is left … (ENOSPC)`.
 *
 * @param action  A verb: `create`, `read`.
 * @param cause  What was thrown; one that is a FreeflowError already is given back as it is.
 */
export function storageError(action: string, path: string, cause: unknown): FreeflowError {
  if (cause instanceof FreeflowError) return cause
  const errno = errnoOf(cause)
  const reason = reasons[errno]
  const rule = reason?.rule ?? String(cause)
  return new FreeflowError('storage', `cannot ${action} ${path}: ${rule}${errno && ` (${errno})`}`, {
    ...(reason && { hint: reason.hint }),
    cause,
  })
}
