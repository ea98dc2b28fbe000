import { randomUUID } from 'node:crypto'
import { FreeflowError } from '../errors.ts'
import { discardPath, removePath } from './change-names.ts'
import { failure, failureKind } from './failure.ts'
import { ChecksumOfBytes, fileChecksum } from './file-checksum.ts'
import { type FileStatus, fileStatus } from './file-status.ts'
import { honoursStrictRename } from './honours-strict-rename.ts'
import { readFile } from './read-file.ts'
import { renameTo } from './rename.ts'
import { type Source, sendFile } from './send-file.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/**
 * Makes a file appear at a free name, whole and compared with what was sent, or not at all.
 *
 * It is sent under a name that is never used again, since a request that was given up may still arrive; a try
 * that fails takes a new one. Then it is renamed.
 *
 * @param staging  Directory for what is on its way, in the same file system; made if it is missing.
 * @returns `exists`, and nothing changed, if the name is taken.
 * @throws FreeflowError `storage`; it may be there all the same, whole.
 */
export async function putFile(
  session: HdfsSession,
  { staging, path }: { readonly staging: string; readonly path: string },
  source: Source,
): Promise<'done' | 'exists'> {
  const failed: string[] = []
  let asked: Promise<unknown> | undefined
  const chunks = () => {
    // while the bytes are on their way; where it cannot be told now, the rename asks again
    asked ??= honoursStrictRename(session, staging).catch(() => null)
    return source.chunks()
  }
  const send = () => sendCompared(session, staging, { length: source.length, chunks }, failed)
  const sent = await withPatience(session, send).finally(() => asked)
  // the server that failed a try may have been unable to remove what that left
  for (const left of failed) await discardPath(session, left)
  const way = { from: sent.path, to: path, staging, found: sent.status }
  const outcome = await renameTo(session, way).catch(async (error: unknown) => {
    await discardPath(session, sent.path)
    throw withoutDoubt(error)
  })
  if (outcome === 'exists') await removePath(session, sent.path)
  return outcome
}

/** Whoever wants the file is told that it failed: whether it is there after all is of no matter to them. */
function withoutDoubt(error: unknown): unknown {
  const isOpen = error instanceof FreeflowError && error.code === 'outcome-unknown'
  return isOpen && error.cause instanceof FreeflowError ? error.cause : error
}

/**
 * Sends to a new name and compares; gives its path, and what it is there.
 *
 * @param failed  Takes the path, if it fails.
 */
async function sendCompared(
  session: HdfsSession,
  staging: string,
  source: Source,
  failed: string[],
): Promise<{ readonly path: string; readonly status: FileStatus }> {
  const path = `${staging}/${randomUUID()}`
  const checksum = new ChecksumOfBytes()
  const counted = { length: source.length, chunks: () => passing(source, checksum) }
  try {
    await sendFile(session, path, counted)
    return { path, status: await compare(session, path, source, checksum) }
  } catch (error) {
    failed.push(path)
    await discardPath(session, path)
    throw error
  }
}

/** Takes the checksum of bytes on their way. */
async function* passing(source: Source, checksum: ChecksumOfBytes): AsyncGenerator<Uint8Array> {
  for await (const chunk of source.chunks()) {
    checksum.add(chunk)
    yield chunk
  }
}

/**
 * Compares what HDFS has with what was sent; gives its status.
 *
 * @throws FreeflowError, worth another try, if HDFS has other bytes.
 */
async function compare(
  session: HdfsSession,
  path: string,
  { length }: Source,
  sent: ChecksumOfBytes,
): Promise<FileStatus> {
  const place = `cannot write ${session.uri}${path}`
  const expecting = async () => {
    const status = await fileStatus(session, path)
    if (status?.length !== length)
      throw failure('NoReply', `${place}: it has ${status?.length ?? 'no'} bytes, not ${length}`)
    return { status, expected: sent.digest(status.blockSize) }
  }
  // DataNodes read what they have of each block while we ask for the length
  const storing = length === 0 ? null : checksumIfAny(session, path)
  const [about, answer] = await Promise.allSettled([expecting(), storing])
  if (about.status === 'rejected') throw about.reason
  if (answer.status === 'rejected') throw answer.reason
  const { status, expected } = about.value
  if (length === 0 || answer.value === expected) return status
  // HDFS makes it in another way, or of encrypted bytes
  const stored = new ChecksumOfBytes()
  await readFile(session, path, status, (chunk) => stored.add(chunk))
  if (stored.digest(status.blockSize) !== expected)
    throw failure('NoReply', `${place}: it has other bytes than were sent`)
  return status
}

/** A gateway answers in a way of its own, and some file systems behind one have no checksums. */
async function checksumIfAny(session: HdfsSession, path: string): Promise<string | null> {
  return fileChecksum(session, path).catch((error: unknown) => {
    if (['Protocol', 'UnsupportedOperationException'].includes(failureKind(error))) return null
    throw error
  })
}
