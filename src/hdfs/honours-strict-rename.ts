import { randomUUID } from 'node:crypto'
import { askNameNode, type Operation } from './ask-name-node.ts'
import { discardPath, makeDirectories, removePath } from './change-names.ts'
import { failureKind } from './failure.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/**
 * Tries once a session, on two empty directories, whether the server refuses to rename one onto the other.
 *
 * @param staging  Directory where they are made and removed again, out of sight of readers.
 */
export async function honoursStrictRename(session: HdfsSession, staging: string): Promise<boolean> {
  const { state } = session
  if (state.strictRename !== null) return state.strictRename
  const place = `${staging}/.rename-${randomUUID()}`
  try {
    state.strictRename = await tryIn(session, place)
  } catch (error) {
    // a quota may allow the one directory and not the other
    await discardPath(session, place)
    throw error
  }
  await removePath(session, place)
  return state.strictRename
}

async function tryIn(session: HdfsSession, place: string): Promise<boolean> {
  const [from, to] = [`${place}/a`, `${place}/b`]
  await makeDirectories(session, from)
  await makeDirectories(session, to)
  const params = { destination: to, renameoptions: 'NONE' }
  const operation: Operation = { method: 'PUT', path: from, op: 'RENAME', params, verb: 'move' }
  return withPatience(session, () =>
    askNameNode(session, operation).then(
      () => false,
      (error: unknown) => {
        if (failureKind(error) === 'FileAlreadyExistsException') return true
        throw error
      },
    ),
  )
}
