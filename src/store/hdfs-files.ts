import { createHash } from 'node:crypto'
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { makeDirectories, removePath } from '../hdfs/change-names.ts'
import { downloadFile } from '../hdfs/download-file.ts'
import { type FileStatus, fileStatus, listDirectory } from '../hdfs/file-status.ts'
import { putFile } from '../hdfs/put-file.ts'
import { readFile, readWhole } from '../hdfs/read-file.ts'
import { renameTo, replaceFile } from '../hdfs/rename.ts'
import type { HdfsSession } from '../hdfs/session.ts'
import { uploadFile } from '../hdfs/upload-file.ts'
import { withScratch } from '../hdfs/with-scratch.ts'
import { inParallel } from '../in-parallel.ts'
import { localFiles } from './local-files.ts'
import type { ManifestFile } from './manifest.ts'
import { errnoOf, storageError } from './storage-error.ts'
import type { Entry, StoreFiles } from './store-files.ts'
import { walkFiles } from './walk-files.ts'

/** Files that are on their way at the same time. */
const NUM_TRANSFERS = 4

/** Files of one HDFS. */
interface HdfsPlace {
  readonly session: HdfsSession
  /** Path in HDFS of the directory for what is on its way. */
  readonly staging: string
  /** Gives the path in HDFS of a URI. */
  readonly pathOf: (uri: string) => string
}

/**
 * The files of an HDFS, by URIs that begin with that of the session.
 *
 * @param staging  URI of a directory for what is on its way, of the same encryption zone as what is written.
 */
export function hdfsFiles(session: HdfsSession, staging: string): StoreFiles {
  const pathOf = (uri: string) => uri.slice(session.uri.length) || '/'
  const wayOf = (from: string, to: string) => ({
    from: pathOf(from),
    to: pathOf(to),
    staging: pathOf(staging),
  })
  const place = { session, staging: pathOf(staging), pathOf }
  const stat = async (uri: string) => entryOf(uri, await fileStatus(session, pathOf(uri)))
  return {
    uriOf: (uri) => uri,
    stat,
    realPath: async (uri) => ((await stat(uri)) === null ? null : uri),
    list: (uri) => listDirectory(session, pathOf(uri)),
    read: (uri) => readWhole(session, pathOf(uri)),
    sha256: (uri) => sha256Of(session, pathOf(uri)),
    create: (uri, bytes) => {
      const source = { length: bytes.length, chunks: () => [bytes] }
      return putFile(session, { staging: place.staging, path: pathOf(uri) }, source)
    },
    copyIn: (localPath, uri) => uploadFile(session, { staging: place.staging, path: pathOf(uri) }, localPath),
    fill: (uri, write) => withScratch(session, (local) => fill(place, uri, local, write)),
    withLocalCopy: (uri, use) => withLocalCopy(place, uri, use),
    makeDirectory: (base, names) => makeDirectory(place, [base, ...names].join('/')),
    rename: (from, to) => renameTo(session, wayOf(from, to)),
    replace: (from, to) => replaceFile(session, wayOf(from, to)),
    // what HDFS has closed is as safe as it makes it, and names stand in its journal
    sync: async () => {},
    remove: (uri) => removePath(session, pathOf(uri)),
  }
}

function entryOf(name: string, status: FileStatus | null): Entry | null {
  return status === null ? null : { ...status, name }
}

async function sha256Of(session: HdfsSession, path: string): Promise<string> {
  const status = await fileStatus(session, path)
  if (status?.kind !== 'file')
    throw new FreeflowError('storage', `cannot read ${session.uri}${path}: there is no such file`)
  const hash = createHash('sha256')
  await readFile(session, path, status, (chunk) => void hash.update(chunk))
  return hash.digest('hex')
}

async function makeDirectory({ session, pathOf }: HdfsPlace, uri: string): Promise<'done' | 'exists'> {
  const kind = (await fileStatus(session, pathOf(uri)))?.kind
  if (kind === 'directory') return 'exists'
  if (kind !== undefined)
    throw new FreeflowError('storage', `cannot create ${uri}: the name is taken by a ${kind}`)
  await makeDirectories(session, pathOf(uri))
  return 'done'
}

async function fill(
  { session, staging, pathOf }: HdfsPlace,
  uri: string,
  local: string,
  write: (local: string) => Promise<readonly Entry[]>,
): Promise<readonly ManifestFile[]> {
  const entries = await write(local)
  for (const parent of new Set(entries.map(({ name }) => dirname(name))))
    await makeDirectories(session, join(pathOf(uri), parent))
  return inParallel(entries, NUM_TRANSFERS, async ({ name, length }) => {
    const sha256 = await localFiles.sha256(join(local, name))
    await uploadFile(session, { staging, path: `${pathOf(uri)}/${name}` }, join(local, name))
    return { name, length, sha256 }
  })
}

/** Copies a tree to the local disk; what `use` says of the copy is said of the URI. */
async function withLocalCopy<T>(
  { session, staging, pathOf }: HdfsPlace,
  uri: string,
  use: (local: string) => Promise<T>,
): Promise<T> {
  return withScratch(session, async (local) => {
    const entries = (await walkFiles(hdfsFiles(session, staging), uri)) ?? []
    await inParallel(entries, NUM_TRANSFERS, async ({ name }) => {
      const path = `${pathOf(uri)}/${name}`
      const status = await fileStatus(session, path)
      if (status?.kind !== 'file') return
      await mkdir(dirname(join(local, name)), { recursive: true })
      await downloadFile(session, { path, status }, join(local, name)).catch((cause: unknown) => {
        throw errnoOf(cause) === '' ? cause : storageError('write', join(local, name), cause)
      })
    })
    return use(local)
  })
}
