import { basename, dirname } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { type HdfsOptions, hdfsOptionsFromEnvironment } from '../hdfs/hdfs-options.ts'
import { filesAt } from './files-at.ts'
import { type LatestOptions, latestVersion } from './latest-version.ts'
import { isModelName } from './model-name.ts'
import { openStore, type Store, type StoredVersion } from './store.ts'
import { isVersionName } from './version-name.ts'
import { versionsOf } from './versions-of.ts'

/** How to choose among versions, and how an HDFS is reached. */
export interface ResolveOptions extends LatestOptions {
  /** Without it what the environment says. */
  readonly hdfs?: HdfsOptions | undefined
}

/**
 * Finds the version that a user means.
 *
 * | reference | version |
 * |---|---|
 * | `random_forest` | the latest of the model in the store |
 * | `random_forest/20260101_000000` | that version in the store |
 * | path or URI of a version directory | that directory; needs no store |
 * | path or URI of a model directory | the latest version in it; needs no store |
 *
 * What could be both is a name in the store; `./name` is a path. A version directory is one that has a
 * MANIFEST.json or metadata.json or the name of a version. A version that is named, not chosen as the latest,
 * is returned without a look inside: verify it.
 *
 * @param store  `null` if only paths and URIs are meant.
 * @throws FreeflowError `data` if it is not there, saying what is; `usage` if the reference is no name, path
 *   or URI that can be read.
 */
export async function resolveVersion(
  store: Store | null,
  reference: string,
  options: ResolveOptions = {},
): Promise<StoredVersion> {
  const [model, version, ...rest] = reference.split('/')
  if (store !== null && rest.length === 0 && isModelName(model)) {
    if (version === undefined) return latestVersion(store, model, options)
    if (isVersionName(version)) return findVersion(store, model, version)
  }
  if (isPath(reference)) return versionAtPath(reference, options)
  throw new FreeflowError('usage', `neither a name in the store nor a path: ${JSON.stringify(reference)}`, {
    hint: 'give MODEL, MODEL/YYYYMMDD_HHMMSS, a path, or a URI; begin a path with / or ./',
  })
}

/**
 * Finds a version of a model in the store by its two names; does not look inside.
 *
 * @throws FreeflowError `usage` for a bad name, `data` if it is not there, saying what is.
 */
export async function findVersion(store: Store, model: string, version: string): Promise<StoredVersion> {
  if (!isVersionName(version)) {
    const shown = JSON.stringify(version.slice(0, 100))
    throw new FreeflowError('usage', `version must be YYYYMMDD_HHMMSS in UTC, got ${shown}`, {
      hint: 'for instance 20260101_000000',
    })
  }
  const versions = await versionsOf(store, model)
  const found = versions.find((other) => other.version === version)
  if (found !== undefined) return found
  const newest = versions.slice(-5).map((other) => other.version)
  const there = newest.length === 0 ? 'there is none' : `the newest are ${newest.join(', ')}`
  throw new FreeflowError('data', `no version ${version} of ${model} in ${store.base}: ${there}`, {
    hint: `see freeflow models list --models ${store.base}`,
  })
}

/** A name that only looks like one of the store, `model/../x` or `model/%2e%2e`, is not taken for a path. */
function isPath(reference: string): boolean {
  if (/^(\.{0,2}\/|[a-z][a-z0-9+.-]*:)/i.test(reference)) return true
  return reference.split('/').every((part) => part !== '' && part !== '..' && !/[%\\]/.test(part))
}

async function versionAtPath(reference: string, options: ResolveOptions): Promise<StoredVersion> {
  const hdfs = options.hdfs ?? hdfsOptionsFromEnvironment(process.env)
  const { files, path: given } = await filesAt(reference, hdfs)
  const isLink = (await files.stat(given))?.kind === 'link'
  const directory = (isLink && (await files.realPath(given))) || given
  const isDirectory = (await files.stat(directory))?.kind === 'directory'
  const entries = isDirectory ? await files.list(directory) : null
  if (entries === null)
    throw new FreeflowError('data', `no such directory: ${given}`, { hint: 'check the path' })
  const model = basename(dirname(directory))
  const version = basename(directory)
  if (isVersionName(version) || entries.some(({ name }) => /^(MANIFEST|metadata)\.json$/.test(name)))
    return { model, version, directory, uri: files.uriOf(directory), files }
  if (isModelName(version)) return latestVersion(await openStore(dirname(directory), hdfs), version, options)
  throw new FreeflowError('data', `${given} is no directory of a version or a model`, {
    hint: 'a version directory holds MANIFEST.json and model/',
  })
}
