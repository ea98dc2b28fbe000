import { randomUUID } from 'node:crypto'
import { readdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { makeDirectories, removeEmptyDirectory, removePath } from './change-names.ts'
import { fileStatus, listDirectory } from './file-status.ts'
import { renameTo, type Way } from './rename.ts'
import type { HdfsSession } from './session.ts'
import { uploadFile } from './upload-file.ts'

/** Files that are on their way at the same time. */
const NUM_TRANSFERS = 4

/**
 * Makes a directory of the local disk appear in HDFS, whole or not at all: it is staged beside its name and moved
 * there by one rename.
 *
 * @param path  Must be free, or an empty directory; its parents are made.
 * @throws FreeflowError `storage` if it is taken or cannot be written, `outcome-unknown` if the rename may have
 *   happened, `interrupted`. What was staged is removed, but for an unknown outcome.
 */
export async function putDirectory(
  session: HdfsSession,
  localDirectory: string,
  path: string,
): Promise<void> {
  await requireFree(session, path)
  const staging = stagingBeside(path)
  try {
    await uploadTree(session, localDirectory, staging)
    if (session.signal?.aborted) throw new FreeflowError('interrupted', 'interrupted; nothing was written')
    await moveInto(session, { from: `${staging}/content`, to: path, staging })
  } catch (error) {
    if (!(error instanceof FreeflowError) || error.code !== 'outcome-unknown')
      await removePath(session, staging).catch(() => null)
    throw error
  }
  await removePath(session, staging)
}

/**
 * Refuses a path of HDFS where something is, but for an empty directory.
 *
 * @throws FreeflowError `storage`, as on the local disk.
 */
export async function requireFree(session: HdfsSession, path: string): Promise<void> {
  const kind = path === '/' ? 'directory' : (await fileStatus(session, path))?.kind
  const place = `${session.uri}${path}`
  if (kind === undefined) return
  if (kind !== 'directory') throw new FreeflowError('storage', `${place}: is a ${kind}, not a directory`)
  const names = (await listDirectory(session, path)) ?? []
  if (names.length > 0 || path === '/')
    throw new FreeflowError('storage', `${place}: the directory is not empty`, {
      hint: 'name a new directory, or remove this one first; nothing in it was changed',
    })
}

/** Gives a path beside another one on which nothing stands; Spark passes over its name. */
export function stagingBeside(path: string): string {
  return join(dirname(path), `.freeflow-${randomUUID()}`)
}

async function uploadTree(session: HdfsSession, localDirectory: string, staging: string): Promise<void> {
  const entries = await readdir(localDirectory, { recursive: true, withFileTypes: true })
  const names = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(localDirectory, join(entry.parentPath, entry.name)))
  const content = `${staging}/content`
  await makeDirectories(session, content)
  for (const folder of new Set(names.map((name) => dirname(name))))
    if (folder !== '.') await makeDirectories(session, `${content}/${folder}`)
  await inParallel(names, NUM_TRANSFERS, (name) => {
    const target = { staging: `${staging}/parts`, path: `${content}/${name}` }
    return uploadFile(session, target, join(localDirectory, name))
  })
}

/** Renames to a name that is free, or that of an empty directory, which goes first. */
async function moveInto(session: HdfsSession, way: Way): Promise<void> {
  const { to } = way
  if ((await renameTo(session, way)) === 'done') return
  await requireFree(session, to)
  await removeEmptyDirectory(session, to)
  if ((await renameTo(session, way)) === 'done') return
  throw new FreeflowError('storage', `${session.uri}${to}: somebody else has made it meanwhile`)
}
