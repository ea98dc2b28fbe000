import { createHash } from 'node:crypto'
import { constants, type Stats } from 'node:fs'
import * as fs from 'node:fs/promises'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { FreeflowError } from '../errors.ts'
import { makeDirectory } from '../make-directory.ts'
import type { ManifestFile } from './manifest.ts'
import { errnoOf, storageError } from './storage-error.ts'
import type { Entry, StoreFiles } from './store-files.ts'
import { syncDirectories } from './sync-directories.ts'

/** The local disk. */
export const localFiles: StoreFiles = {
  uriOf: (path) => pathToFileURL(path).href,
  stat: (path) =>
    attempt('look at', path, async () => orNull('ENOENT', async () => entryOf(path, await fs.lstat(path)))),
  realPath: (path) => attempt('look at', path, () => orNull('ENOENT', () => fs.realpath(path))),
  list: (directory) => attempt('list', directory, () => orNull('ENOENT', () => listDirectory(directory))),
  read: (path) =>
    attempt('read', path, () => fs.readFile(path, { flag: constants.O_RDONLY | constants.O_NOFOLLOW })),
  sha256: (path) => attempt('read', path, () => sha256OfFile(path)),
  create: (path, bytes) => attempt('write', path, () => createFile(path, bytes)),
  copyIn: (localPath, path) => attempt('write', path, () => copyFile(localPath, path)),
  fill: async (directory, write) => flushed(directory, await write(directory)),
  withLocalCopy: (directory, use) => use(directory),
  makeDirectory: (base, names) =>
    attempt('create', [base, ...names].join('/'), () => makeDirectories(base, names)),
  rename: (from, to) => attempt('create', to, () => renameDirectory(from, to)),
  replace: (from, to) => attempt('replace', to, () => fs.rename(from, to)),
  sync: (path) => attempt('flush', path, () => syncPath(path)),
  remove: (path) => attempt('remove', path, () => fs.rm(path, { recursive: true, force: true })),
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

async function flushed(directory: string, entries: readonly Entry[]): Promise<readonly ManifestFile[]> {
  const files: ManifestFile[] = []
  for (const { name, length } of entries) {
    await localFiles.sync(`${directory}/${name}`)
    files.push({ name, length, sha256: await localFiles.sha256(`${directory}/${name}`) })
  }
  await syncDirectories(localFiles, directory, files)
  return files
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
