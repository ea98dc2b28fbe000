import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { makeDirectory } from '../make-directory.ts'
import { errnoOf, storageError } from './storage-error.ts'

/** A name in a directory; links are not followed. */
export interface Entry {
  /** Without slashes where a directory was listed; relative to its top where a tree was walked. */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Size in bytes; of use for files only. */
  readonly length: number
  /** Milliseconds since 1970 of the last change; of a directory, when a name last came or went. */
  readonly modifiedMs: number
}

/** The file operations that publishing, listing and verifying rest on. */
export type StoreFiles = typeof localFiles

/**
 * The local disk.
 *
 * Paths are absolute, with forward slashes. What an operation expects to meet it returns (`null`, `exists`);
 * everything else is a FreeflowError `storage` that names the path and the rule. Only the last part of a path
 * is looked at without following links.
 */
export const localFiles = {
  /** Looks at one name; `null` if it is not there. */
  stat: (path: string): Promise<Entry | null> =>
    attempt('look at', path, async () => orNull('ENOENT', async () => entryOf(path, await fs.lstat(path)))),

  /** Follows links to the path behind them; `null` if there is nothing. */
  realPath: (path: string): Promise<string | null> =>
    attempt('look at', path, () => orNull('ENOENT', () => fs.realpath(path))),

  /** Lists a directory in UTF-16 order of the names; `null` if it is not there. */
  list: (directory: string): Promise<readonly Entry[] | null> =>
    attempt('list', directory, () => orNull('ENOENT', () => listDirectory(directory))),

  /** Reads a small file whole. */
  read: (path: string): Promise<Uint8Array> =>
    attempt('read', path, () => fs.readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW })),

  /** Gives the SHA-256 of a file of any size, 64 lower-case hex digits. */
  sha256: (path: string): Promise<string> => attempt('read', path, () => sha256OfFile(path)),

  /** Writes and flushes a new file; `exists`, and nothing written, if the name is taken. */
  create: (path: string, bytes: Uint8Array): Promise<'done' | 'exists'> =>
    attempt('write', path, () => createFile(path, bytes)),

  /** Copies and flushes a file of the local disk to a new name; links are not followed. */
  copyIn: (localPath: string, path: string): Promise<void> =>
    attempt('write', path, () => copyFile(localPath, path)),

  /**
   * Makes `{base}/{names[0]}/{names[1]}/...`, each where it is missing, and flushes what holds them.
   *
   * @returns `exists` if the last one was there already.
   * @throws FreeflowError `storage` also if one of the names is a link or a file.
   */
  makeDirectory: (base: string, names: readonly string[]): Promise<'done' | 'exists'> =>
    attempt('create', [base, ...names].join('/'), () => makeDirectories(base, names)),

  /** Moves a directory to a name that must be free; `exists`, and nothing moved, if it is not. */
  rename: (from: string, to: string): Promise<'done' | 'exists'> =>
    attempt('create', to, () => renameDirectory(from, to)),

  /** Puts a file in the place of another, or of none, in one step. */
  replace: (from: string, to: string): Promise<void> => attempt('replace', to, () => fs.rename(from, to)),

  /** Flushes a file, or the names in a directory, to the device. */
  sync: (path: string): Promise<void> => attempt('flush', path, () => syncPath(path)),

  /** Removes a file or a directory with all that is in it; content if it is not there. */
  remove: (path: string): Promise<void> =>
    attempt('remove', path, () => fs.rm(path, { recursive: true, force: true })),
}

async function attempt<T>(action: string, path: string, run: () => Promise<T>): Promise<T> {
  try {
    return await run()
  } catch (cause) {
    throw storageError(action, path, cause)
  }
}

async function orNull<T>(errno: string, run: () => Promise<T>): Promise<T | null> {
  try {
    return await run()
  } catch (cause) {
    if (errnoOf(cause) === errno) return null
    throw cause
  }
}

async function orExists(run: () => Promise<unknown>): Promise<'done' | 'exists'> {
  try {
    await run()
    return 'done'
  } catch (cause) {
    if (['EEXIST', 'ENOTEMPTY'].includes(errnoOf(cause))) return 'exists'
    throw cause
  }
}

function entryOf(name: string, stats: Stats): Entry {
  const modifiedMs = stats.mtimeMs
  if (stats.isFile()) return { name, kind: 'file', length: stats.size, modifiedMs }
  if (stats.isDirectory()) return { name, kind: 'directory', length: 0, modifiedMs }
  return { name, kind: stats.isSymbolicLink() ? 'link' : 'other', length: 0, modifiedMs }
}

async function listDirectory(directory: string): Promise<readonly Entry[]> {
  const entries: Entry[] = []
  for (const name of (await fs.readdir(directory)).sort()) {
    const stats = await orNull('ENOENT', () => fs.lstat(`${directory}/${name}`))
    // a name that is no UTF-8 cannot be looked at, but it is there
    const unknown: Entry = { name, kind: 'other', length: 0, modifiedMs: Number.POSITIVE_INFINITY }
    entries.push(stats === null ? unknown : entryOf(name, stats))
  }
  return entries
}

async function sha256OfFile(path: string): Promise<string> {
  const hash = createHash('sha256')
  const handle = await fs.open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  for await (const chunk of handle.createReadStream({ highWaterMark: 1 << 20 })) hash.update(chunk)
  return hash.digest('hex')
}

async function createFile(path: string, bytes: Uint8Array): Promise<'done' | 'exists'> {
  const handle = await orNull('EEXIST', () => fs.open(path, 'wx'))
  if (handle === null) return 'exists'
  try {
    await handle.writeFile(bytes)
    await handle.sync()
  } finally {
    await handle.close()
  }
  return 'done'
}

async function copyFile(localPath: string, path: string): Promise<void> {
  if (!(await fs.lstat(localPath)).isFile()) throw new FreeflowError('data', `${localPath} is no plain file`)
  await fs.copyFile(localPath, path, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE)
  await syncPath(path)
}

async function makeDirectories(base: string, names: readonly string[]): Promise<'done' | 'exists'> {
  await makeBase(base)
  let path = base
  let made: 'done' | 'exists' = 'exists'
  for (const name of names) {
    made = await makeOneDirectory(path, name)
    path = `${path}/${name}`
  }
  return made
}

async function makeBase(base: string): Promise<void> {
  const made = await makeDirectory(base)
  for (const directory of made) await syncPath(dirname(directory))
}

async function makeOneDirectory(parent: string, name: string): Promise<'done' | 'exists'> {
  const path = `${parent}/${name}`
  const made = await orExists(() => fs.mkdir(path))
  if (made === 'done') await syncPath(parent)
  const { kind } = entryOf(name, await fs.lstat(path))
  if (kind === 'directory') return made
  const code = kind === 'link' ? 'ELOOP' : 'ENOTDIR'
  throw storageError('create', path, Object.assign(new Error(code), { code }))
}

async function renameDirectory(from: string, to: string): Promise<'done' | 'exists'> {
  // rename(2) puts a directory in the place of an empty one without a word
  if ((await orNull('ENOENT', () => fs.lstat(to))) !== null) return 'exists'
  return orExists(() => fs.rename(from, to))
}

async function syncPath(path: string): Promise<void> {
  const handle = await fs.open(path, constants.O_RDONLY)
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}
