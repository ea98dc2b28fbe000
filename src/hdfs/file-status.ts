import { z } from 'zod'
import { actionOf, askForJson, type Operation } from './ask-name-node.ts'
import { failure, failureKind } from './failure.ts'
import { parseReply } from './parse-reply.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/** What HDFS says of one name. */
export interface FileStatus {
  /** Without slashes; '' of the path that was asked for itself. */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link'
  /** In bytes; 0 of a file that is being written, and of what is no file. */
  readonly length: number
  /** Milliseconds since 1970 by the clock of the NameNode. */
  readonly modifiedMs: number
  /** Stays through renames, and is another one after an overwrite; `null` where the server tells none. */
  readonly fileId: number | null
  readonly blockSize: number
}

const kinds = { FILE: 'file', DIRECTORY: 'directory', SYMLINK: 'link' } as const

const statusSchema = z
  .object({
    pathSuffix: z.string(),
    type: z.enum(['FILE', 'DIRECTORY', 'SYMLINK']),
    length: z.int().min(0),
    modificationTime: z.number(),
    fileId: z.number().optional(),
    blockSize: z.int().min(0).default(0),
  })
  .transform(({ pathSuffix: name, type, length, modificationTime: modifiedMs, fileId, blockSize }) => {
    return { name, kind: kinds[type], length, modifiedMs, fileId: fileId ?? null, blockSize }
  })

const oneSchema = z.object({ FileStatus: statusSchema })
const listSchema = z.object({ FileStatuses: z.object({ FileStatus: z.array(statusSchema) }) })

/**
 * Looks at one path; `null` if nothing is there.
 *
 * @throws FreeflowError `storage`, as all functions of this folder do.
 */
export async function fileStatus(session: HdfsSession, path: string): Promise<FileStatus | null> {
  const operation = { method: 'GET', path, op: 'GETFILESTATUS', verb: 'look at' } as const
  const reply = await askOrNull(session, operation)
  return reply === null ? null : parseReply(session, operation, oneSchema, reply).FileStatus
}

/** Lists a directory in UTF-16 order of the names; `null` if nothing is there. */
export async function listDirectory(
  session: HdfsSession,
  path: string,
): Promise<readonly FileStatus[] | null> {
  const operation = { method: 'GET', path, op: 'LISTSTATUS', verb: 'list' } as const
  const reply = await askOrNull(session, operation)
  if (reply === null) return null
  const found = parseReply(session, operation, listSchema, reply).FileStatuses.FileStatus
  if (found.some(({ name }) => name === ''))
    throw failure('ParentNotDirectoryException', `${actionOf(session, operation)}: it is a file`)
  const bad = found.find(({ name }) => name.includes('/') || name === '.' || name === '..')
  if (bad) throw failure('Protocol', `${actionOf(session, operation)}: bad name ${JSON.stringify(bad.name)}`)
  return found.sort((a, b) => (a.name < b.name ? -1 : 1))
}

function askOrNull(session: HdfsSession, operation: Operation): Promise<unknown> {
  return withPatience(session, async () => {
    try {
      return await askForJson(session, operation)
    } catch (error) {
      if (failureKind(error) === 'FileNotFoundException') return null
      throw error
    }
  })
}
