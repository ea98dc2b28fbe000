import { askForJson, askNameNode, type Operation } from './ask-name-node.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/** Mode of the directories that are made; the server applies no mask of its own. */
const DIRECTORY_MODE = '755'

/** Makes a directory and those above it where they are missing; content if it is there. */
export async function makeDirectories(session: HdfsSession, path: string): Promise<void> {
  const params = { permission: DIRECTORY_MODE }
  const operation: Operation = { method: 'PUT', path, op: 'MKDIRS', params, verb: 'create' }
  await withPatience(session, () => askForJson(session, operation))
}

/** Removes a file, or a directory with all that is in it; content if it is not there. */
export async function removePath(session: HdfsSession, path: string): Promise<void> {
  await withPatience(session, () => askNameNode(session, removal(path)))
}

/**
 * Tries once to remove what nobody will miss; never fails.
 *
 * For those who have an error to report that says more than one of ours, and who shall not wait for this.
 */
export async function discardPath(session: HdfsSession, path: string): Promise<void> {
  await askNameNode(session, removal(path)).catch(() => null)
}

function removal(path: string): Operation {
  return { method: 'DELETE', path, op: 'DELETE', params: { recursive: true }, verb: 'remove' }
}

/**
 * Removes a directory that is empty; content if it is not there.
 *
 * @throws FreeflowError `storage` of the kind PathIsNotEmptyDirectoryException if something is in it.
 */
export async function removeEmptyDirectory(session: HdfsSession, path: string): Promise<void> {
  const params = { recursive: false }
  const operation: Operation = { method: 'DELETE', path, op: 'DELETE', params, verb: 'remove' }
  await withPatience(session, () => askNameNode(session, operation))
}
