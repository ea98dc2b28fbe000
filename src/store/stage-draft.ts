import { FreeflowError } from '../errors.ts'
import { localFiles } from './local-files.ts'
import type { ManifestFile } from './manifest.ts'
import { isFileName } from './parse-manifest.ts'
import type { Publication } from './publication.ts'
import { makeStaging } from './staging.ts'
import { errnoOf, storageError } from './storage-error.ts'
import type { Store } from './store.ts'
import type { Entry } from './store-files.ts'
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
  const files = await store.files.fill(directory, async (local) => {
    await runWrite(publication, local)
    return writtenFiles(local)
  })
  return { publication, directory, files }
}

/** Lists what a publication wrote; it stands on the local disk, wherever the store is. */
async function writtenFiles(local: string): Promise<readonly Entry[]> {
  const entries = (await walkFiles(localFiles, local)) ?? []
  const bad = entries.find(
    ({ name, kind }) => kind !== 'file' || !isFileName(name) || name === 'metadata.json',
  )
  if (bad === undefined) return entries
  throw new FreeflowError('unexpected', `${local}: cannot publish ${bad.kind} ${JSON.stringify(bad.name)}`)
}

/**
 * Moves a draft to a new staging directory, without the two documents that carry the name of its version.
 *
 * They are written anew, not edited: a write that was given up may still arrive at its old path.
 */
export async function restageDraft(store: Store, draft: Draft, name: string): Promise<Draft> {
  const directory = await makeStaging(store, name)
  const entries = await store.files.list(draft.directory)
  if (entries === null) throw new FreeflowError('storage', `${draft.directory} is gone`)
  for (const entry of entries) {
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
