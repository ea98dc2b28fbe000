import { FreeflowError } from '../errors.ts'
import type { NamedDraft } from './name-draft.ts'
import { parseManifest } from './parse-manifest.ts'
import type { Store } from './store.ts'

/**
 * Makes a draft visible: one rename to the name of its version, then a look at what stands there.
 *
 * @returns `exists`, and nothing moved, if something else has that name.
 * @throws FreeflowError `storage` if nothing became visible, `outcome-unknown` if something may have.
 */
export async function commitDraft(store: Store, draft: NamedDraft): Promise<'done' | 'exists'> {
  const { files, base } = store
  const { model, directory } = draft.version
  await files.makeDirectory(base, [model])
  try {
    if ((await files.rename(draft.directory, directory)) === 'exists') return 'exists'
  } catch (cause) {
    if (!(await hasLanded(store, draft, cause))) throw notPublished(cause)
  }
  try {
    await files.sync(`${base}/${model}`)
    await readBack(store, draft)
  } catch (cause) {
    throw outcomeUnknown(directory, cause)
  }
  return 'done'
}

/**
 * Finds out whether a draft became visible by a rename that failed.
 *
 * A rename that was given up may still be done: so the draft is removed first, then there is nothing to rename.
 *
 * @throws FreeflowError `outcome-unknown` where that cannot be done, or seen, or the draft is nowhere.
 */
async function hasLanded(
  { files }: Store,
  { directory, version }: NamedDraft,
  cause: unknown,
): Promise<boolean> {
  try {
    const isStaged = (await files.stat(directory)) !== null
    await files.remove(directory)
    if ((await files.stat(version.directory)) !== null) return true
    if (isStaged) return false
  } catch {
    // what cannot be seen is not known
  }
  throw outcomeUnknown(version.directory, cause)
}

/** Gives the failure of a rename where it is known that nothing became visible, whatever the rename could tell. */
export function notPublished(cause: unknown): unknown {
  const isOpen = cause instanceof FreeflowError && cause.code === 'outcome-unknown'
  return isOpen && cause.cause instanceof FreeflowError ? cause.cause : cause
}

async function readBack({ files }: Store, draft: NamedDraft): Promise<void> {
  const path = `${draft.version.directory}/MANIFEST.json`
  const manifest = parseManifest(Buffer.from(await files.read(path)).toString())
  if (typeof manifest === 'string') throw new FreeflowError('storage', `${path} ${manifest}`)
  if (manifest.publishId === draft.publication.publishId) return
  throw new FreeflowError('storage', `${path} is of another publish, ${manifest.publishId}`)
}

function outcomeUnknown(directory: string, cause: unknown): FreeflowError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new FreeflowError('outcome-unknown', `${directory} may or may not be published: ${why}`, {
    hint: `nothing was removed; once the storage answers, run: freeflow models verify ${directory}`,
    cause,
  })
}
