import { FreeflowError } from '../errors.ts'
import type { ManifestFile } from './manifest.ts'
import { isFileName } from './parse-manifest.ts'
import type { Publication } from './publication.ts'
import { makeStaging } from './staging.ts'
import { errnoOf, storageError } from './storage-error.ts'
import type { Store } from './store.ts'
import { syncDirectories } from './sync-directories.ts'
import { walkFiles } from './walk-files.ts'

/** A publication whose files are written, flushed and hashed, but out of sight. */
export interface Draft {
  readonly publication: Publication
  /** Where its files are staged. */
  readonly directory: string
  /** The files that the publication wrote, sorted by name. */
  readonly files: readonly ManifestFile[]
}

/**
 * Lets a publication write its files into its staging directory, flushes and hashes them.
 *
 * @param directory  As `makeStaging` gives it.
 * @throws FreeflowError `unexpected` if it wrote something that is no plain file, or of a name that the store
 *   does not take; `storage` if a file cannot be flushed or read.
 */
export async function stageDraft(store: Store, publication: Publication, directory: string): Promise<Draft> {
  await runWrite(publication, directory)
  const files: ManifestFile[] = []
  for (const { name, kind, length } of (await walkFiles(store.files, directory)) ?? []) {
    if (kind !== 'file' || !isFileName(name) || name === 'metadata.json')
      throw new FreeflowError('unexpected', `${directory}: cannot publish ${kind} ${JSON.stringify(name)}`)
    await store.files.sync(`${directory}/${name}`)
    files.push({ name, length, sha256: await store.files.sha256(`${directory}/${name}`) })
  }
  await syncDirectories(store.files, directory, files)
  return { publication, directory, files }
}

/**
 * Moves a draft to a new staging directory, without the two documents that carry the name of its version.
 *
 * They are written anew, not edited: a write that was given up may still arrive at its old path.
 */
export async function restageDraft(store: Store, draft: Draft, name: string): Promise<Draft> {
  const directory = await makeStaging(store, name)
  for (const entry of (await store.files.list(draft.directory)) ?? []) {
    if (entry.name === 'metadata.json' || entry.name === 'MANIFEST.json') continue
    await store.files.rename(`${draft.directory}/${entry.name}`, `${directory}/${entry.name}`)
  }
  await store.files.remove(draft.directory)
  return { ...draft, directory }
}

/** What the system refuses is a failure of the storage; other errors of the writer are its own. */
async function runWrite({ write }: Publication, directory: string): Promise<void> {
  try {
    await write(directory)
  } catch (cause) {
    throw errnoOf(cause) === '' ? cause : storageError('write into', directory, cause)
  }
}
