import { randomUUID } from 'node:crypto'
import { constants, createReadStream } from 'node:fs'
import { copyFile, link, open, readdir, rename, rm, stat, symlink, utimes } from 'node:fs/promises'
import { join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { type Cache, cacheKey } from './cache.ts'
import { downloadFile } from './download-file.ts'
import { failureKind } from './failure.ts'
import { ChecksumOfBytes, fileChecksum } from './file-checksum.ts'
import type { RemoteFile } from './list-files.ts'
import type { HdfsSession } from './session.ts'

const MAX_TURNS = 3

/** Where the copy of a file stands. */
interface Copy {
  readonly directory: string
  readonly key: string
  /** A path of the local disk where it is wanted too, on which nothing stands. */
  readonly target: string
}

/**
 * Makes a file of HDFS stand on the local disk: as a link to the copy in the cache, which is fetched if need be.
 *
 * The link is hard where the disk can do that, so that whoever removes the copy does no harm. A copy that broke
 * off, in whatever process, goes on where it ended. Two processes that want the same file fetch it each for
 * itself: no bytes of theirs ever mix.
 *
 * @param target  A path in a directory that is there; nothing stands on it.
 * @param onBytes  Told how many bytes have come, less than 0 where bytes have come in vain.
 * @throws FreeflowError as `readFile`; the system's error if the disk fails.
 */
export async function spoolFile(
  session: HdfsSession,
  cache: Cache,
  { file, target }: { readonly file: RemoteFile; readonly target: string },
  onBytes: (numBytes: number) => void,
): Promise<'copied' | 'cached'> {
  const copy = { directory: cache.directory, key: cacheKey(session, file), target }
  for (let turn = 0; turn < MAX_TURNS; turn++) {
    if (await takeKept(cache, copy, file)) return 'cached'
    if (await fetchCopy(session, file, copy, onBytes)) return 'copied'
    // another process has finished the same file meanwhile
  }
  throw new FreeflowError('storage', `${target}: somebody removes copies or folders while they are made`)
}

/** Links what the cache has, and says whether it had it. */
async function takeKept(
  { now }: Cache,
  { directory, key, target }: Copy,
  file: RemoteFile,
): Promise<boolean> {
  const kept = join(directory, key)
  const usedAt = new Date(now())
  try {
    if ((await stat(kept)).size !== file.status.length) await rm(kept)
    await utimes(kept, usedAt, usedAt)
    if (!(await tryLink(kept, target))) await symlink(kept, target)
    return true
  } catch (error) {
    if (isAbsent(error)) return false
    throw error
  }
}

/** Fetches a file and links it, and says whether it is done. */
async function fetchCopy(
  session: HdfsSession,
  file: RemoteFile,
  { directory, key, target }: Copy,
  onBytes: (numBytes: number) => void,
): Promise<boolean> {
  const partial = await beginPartial(directory, key)
  try {
    await fillPartial(session, file, partial, onBytes)
    const isLinked = await tryLink(partial, target)
    await rename(partial, join(directory, key))
    if (!isLinked) await symlink(join(directory, key), target)
  } catch (error) {
    if (isAbsent(error)) {
      await rm(target, { force: true })
      onBytes(-file.status.length)
      return false
    }
    if (!isWorthKeeping(error)) await rm(partial, { force: true })
    throw error
  }
  for (const other of await partialsOf(directory, key)) await rm(other, { force: true })
  return true
}

/**
 * Makes a file of our own for a copy on its way, with the bytes that came before another try broke off.
 *
 * They are copied, as the other process may be alive and go on writing.
 */
async function beginPartial(directory: string, key: string): Promise<string> {
  const partial = join(directory, `${key}.${randomUUID()}.tmp`)
  let longest = { path: '', size: 0 }
  for (const path of await partialsOf(directory, key)) {
    const size = await stat(path).then(
      (found) => found.size,
      () => 0,
    )
    if (size > longest.size) longest = { path, size }
  }
  const { COPYFILE_EXCL, COPYFILE_FICLONE } = constants
  if (longest.size > 0)
    await copyFile(longest.path, partial, COPYFILE_EXCL | COPYFILE_FICLONE).catch((error: unknown) => {
      if (!isAbsent(error)) throw error
    })
  await (await open(partial, 'a', 0o600)).close()
  return partial
}

/** Fetches what a partial copy lacks. What another process has left is compared, and fetched anew if it is bad. */
async function fillPartial(
  session: HdfsSession,
  file: RemoteFile,
  partial: string,
  onBytes: (numBytes: number) => void,
): Promise<void> {
  const { size } = await stat(partial)
  await downloadFile(session, file, partial, onBytes)
  if (size === 0 || (await isSame(session, file, partial))) return
  onBytes(-file.status.length)
  await rm(partial)
  await (await open(partial, 'wx', 0o600)).close()
  await downloadFile(session, file, partial, onBytes)
}

/** Compares a copy with the checksum of HDFS; where it makes it in another way the length must do. */
async function isSame(session: HdfsSession, { path, status }: RemoteFile, copy: string): Promise<boolean> {
  const expected = await fileChecksum(session, path)
  if (expected === null) return (await stat(copy)).size === status.length
  const checksum = new ChecksumOfBytes()
  for await (const chunk of createReadStream(copy, { highWaterMark: 1 << 20 })) checksum.add(chunk)
  return checksum.digest(status.blockSize) === expected
}

async function partialsOf(directory: string, key: string): Promise<string[]> {
  const names = await readdir(directory)
  return names.filter((name) => name.startsWith(`${key}.`)).map((name) => join(directory, name))
}

/** Says whether a hard link was made; false where the disk can make none. */
async function tryLink(path: string, target: string): Promise<boolean> {
  try {
    await link(path, target)
    return true
  } catch (error) {
    if (noLinks.has(codeOf(error))) return false
    throw error
  }
}

const noLinks: ReadonlySet<string> = new Set(['EPERM', 'EXDEV', 'EMLINK', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'])

/** Bytes that have come are of use later if HDFS or the user broke off, not if the file has changed or the disk is full. */
function isWorthKeeping(error: unknown): boolean {
  return failureKind(error) !== '' || (error instanceof FreeflowError && error.code === 'interrupted')
}

function isAbsent(error: unknown): boolean {
  return codeOf(error) === 'ENOENT'
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
