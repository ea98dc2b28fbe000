import { randomUUID } from 'node:crypto'
import { FreeflowError } from '../errors.ts'
import { askNameNode } from './ask-name-node.ts'
import { makeDirectories, removePath } from './change-names.ts'
import { failure, failureKind, isTransient } from './failure.ts'
import { type FileStatus, fileStatus } from './file-status.ts'
import { honoursStrictRename } from './honours-strict-rename.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/** What is to be moved, and where to. */
export interface Way {
  readonly from: string
  readonly to: string
  /** Directory for what is on its way, in the same file system; made if it is missing. */
  readonly staging: string
  /** What `from` is, where that has just been asked. */
  readonly found?: FileStatus
}

/**
 * Moves a file or a directory to a name that must be free.
 *
 * One of several who want the same name gets it. A reply that is lost is no failure: the same is asked again, and
 * the id of the file, which stays through a rename, tells at the end whether it has moved.
 *
 * @returns `exists`, and nothing moved, if something else has the name.
 * @throws FreeflowError `storage` if it did not move, `outcome-unknown` if it may have.
 */
export async function renameTo(session: HdfsSession, way: Way): Promise<'done' | 'exists'> {
  const { from, to } = way
  const isStrict = await honoursStrictRename(session, way.staging)
  const found = way.found ?? (await fileStatus(session, from))
  if (found === null) throw gone(session, from)
  if (isStrict) return rename(session, { from, to, found, options: 'NONE' })
  // without options HDFS moves a directory into one that is there, and says that it is done
  if ((await fileStatus(session, to)) !== null) return 'exists'
  const move = { from, to, found, options: undefined }
  const outcome = await rename(session, move)
  return (await takeBack(session, move)) ? 'exists' : outcome
}

/**
 * Puts a file in the place of another, or of none, in one step.
 *
 * Where the server knows no such rename (HttpFS), the other goes aside first, and readers find none for a moment.
 * It is not removed: a removal that was given up could still be done when the new one is in its place.
 */
export async function replaceFile(session: HdfsSession, way: Way): Promise<void> {
  const { from, to, staging } = way
  const isStrict = await honoursStrictRename(session, staging)
  const found = await fileStatus(session, from)
  if (found === null) throw gone(session, from)
  const aside = isStrict ? null : await putAside(session, way)
  const outcome = await rename(session, { from, to, found, options: isStrict ? 'OVERWRITE' : undefined })
  if (outcome === 'exists')
    throw failure('FileAlreadyExistsException', `cannot replace ${session.uri}${to}: it is there again`)
  if (aside !== null) await removePath(session, aside)
}

/** Moves what has a name into a directory of its own, which is never used again; gives its path. */
async function putAside(session: HdfsSession, { to, staging }: Way): Promise<string> {
  const place = `${staging}/${randomUUID()}`
  const found = await fileStatus(session, to)
  await makeDirectories(session, place)
  if (found !== null) await rename(session, { from: to, to: `${place}/old`, found, options: undefined })
  return place
}

/** Moves back what a plain rename has moved into a directory that had come meanwhile; says whether it had. */
async function takeBack(session: HdfsSession, { from, to, found }: Move): Promise<boolean> {
  if (found.kind !== 'directory') return false
  const nested = `${to}/${from.slice(from.lastIndexOf('/') + 1)}`
  const status = await fileStatus(session, nested)
  if (status === null || status.fileId !== found.fileId) return false
  await rename(session, { from: nested, to: from, found, options: undefined })
  return true
}

interface Move {
  readonly from: string
  readonly to: string
  /** What `from` was before. */
  readonly found: FileStatus
  readonly options: 'NONE' | 'OVERWRITE' | undefined
}

async function rename(session: HdfsSession, move: Move): Promise<'done' | 'exists'> {
  try {
    return await withPatience(session, async () => {
      try {
        return await renameOnce(session, move)
      } catch (error) {
        if (isTransient(error) && !isTaken(error)) throw error
        // an earlier try may have been done though its reply was lost
        if (await hasMoved(session, move)) return 'done'
        if (!isTaken(error)) throw error
        if (move.options === undefined) await refuseOrphan(session, move)
        return 'exists'
      }
    })
  } catch (error) {
    throw isTransient(error) ? await afterDeadline(session, move, error) : error
  }
}

async function renameOnce(session: HdfsSession, { from, to, options }: Move): Promise<'done' | 'exists'> {
  const params = { destination: to, renameoptions: options }
  const reply = await askNameNode(session, { method: 'PUT', path: from, op: 'RENAME', params, verb: 'move' })
  // a rename with options is answered by nothing, a plain one by whether it was done
  if (options === undefined && reply.includes('true')) return 'done'
  if (options === undefined)
    throw failure('FileAlreadyExistsException', `cannot move ${session.uri}${from} to ${to}`)
  if (reply === '') return 'done'
  throw failure('Protocol', `cannot move ${session.uri}${from}: the server passed over the rename options`)
}

/** Says whether what stood at `from` stands at `to`; without ids it does if only that is there. */
async function hasMoved(session: HdfsSession, { from, to, found }: Move): Promise<boolean> {
  const there = await fileStatus(session, to)
  if (there === null || there.kind !== found.kind) return false
  if (found.fileId !== null) return there.fileId === found.fileId
  return (await fileStatus(session, from)) === null
}

/** A plain rename also answers false where there is no directory for the name. */
async function refuseOrphan(session: HdfsSession, { from, to }: Move): Promise<void> {
  if ((await fileStatus(session, to)) !== null) return
  const message = `cannot move ${session.uri}${from} to ${to}: there is no directory for it`
  throw failure('FileNotFoundException', message)
}

/** A name that is taken by a file where a directory should come is told as an IOException. */
function isTaken(error: unknown): boolean {
  if (failureKind(error) === 'FileAlreadyExistsException') return true
  return error instanceof Error && error.message.includes('must both be directories')
}

/** What cannot be seen may have happened. */
async function afterDeadline(session: HdfsSession, move: Move, error: unknown): Promise<unknown> {
  const { from, to } = move
  const stands = await fileStatus(session, from).catch(() => null)
  if (stands !== null && stands.fileId === move.found.fileId) return error
  const why = error instanceof Error ? error.message : String(error)
  const message = `${session.uri}${from} may or may not have moved to ${session.uri}${to}: ${why}`
  return new FreeflowError('outcome-unknown', message, { cause: error })
}

function gone({ uri }: HdfsSession, path: string): FreeflowError {
  return failure('FileNotFoundException', `cannot move ${uri}${path}: it is not there`)
}
