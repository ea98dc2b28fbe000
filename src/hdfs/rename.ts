import { randomUUID } from 'node:crypto'
import { FreeflowError } from '../errors.ts'
import { askNameNode, type Operation } from './ask-name-node.ts'
import { makeDirectories, removePath } from './change-names.ts'
import { failure, failureKind, isTransient } from './failure.ts'
import { type FileStatus, fileStatus } from './file-status.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/**
 * Moves a file or a directory to a name that must be free.
 *
 * One of several who want the same name gets it. A reply that is lost is no failure: the same is asked again, and
 * the id of the file, which stays through a rename, tells at the end whether it has moved.
 *
 * @returns `exists`, and nothing moved, if something else has the name.
 * @throws FreeflowError `storage` if it did not move, `outcome-unknown` if it may have.
 */
export async function renameTo(session: HdfsSession, from: string, to: string): Promise<'done' | 'exists'> {
  const isStrict = await honoursStrictRename(session, parentOf(from))
  const found = await fileStatus(session, from)
  if (found === null) throw gone(session, from)
  // without options HDFS moves a directory into one that is there, and says that it is done
  if (!isStrict && (await fileStatus(session, to)) !== null) return 'exists'
  const move = { from, to, found, options: isStrict ? 'NONE' : undefined } as const
  return rename(session, move)
}

/**
 * Puts a file in the place of another, or of none, in one step.
 *
 * Where the server knows no such rename (HttpFS), the other is removed first, and readers find none for a moment.
 */
export async function replaceFile(session: HdfsSession, from: string, to: string): Promise<void> {
  const isStrict = await honoursStrictRename(session, parentOf(from))
  const found = await fileStatus(session, from)
  if (found === null) throw gone(session, from)
  if (!isStrict) await removePath(session, to)
  const outcome = await rename(session, { from, to, found, options: isStrict ? 'OVERWRITE' : undefined })
  if (outcome === 'exists')
    throw failure('FileAlreadyExistsException', `cannot replace ${session.uri}${to}: it is there again`)
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
        if (isTaken(error)) return 'exists'
        throw error
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

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/'
}

/**
 * Tries once a session, on two empty directories, whether the server refuses to rename one onto the other.
 *
 * @param directory  Where they are made and removed again.
 */
export async function honoursStrictRename(session: HdfsSession, directory: string): Promise<boolean> {
  if (session.state.strictRename !== null) return session.state.strictRename
  const place = `${directory === '/' ? '' : directory}/.rename-${randomUUID()}`
  const [from, to] = [`${place}/a`, `${place}/b`]
  await makeDirectories(session, from)
  await makeDirectories(session, to)
  const params = { destination: to, renameoptions: 'NONE' }
  const operation: Operation = { method: 'PUT', path: from, op: 'RENAME', params, verb: 'move' }
  const isHonoured = await withPatience(session, () =>
    askNameNode(session, operation).then(
      () => false,
      (error: unknown) => {
        if (failureKind(error) === 'FileAlreadyExistsException') return true
        throw error
      },
    ),
  )
  await removePath(session, place)
  session.state.strictRename = isHonoured
  return isHonoured
}
