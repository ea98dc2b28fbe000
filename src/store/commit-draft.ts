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
    if (await isThere(store, draft.directory)) throw cause
    // it went somewhere: what stands at the version's name tells
  }
  try {
    await files.sync(`${base}/${model}`)
    await readBack(store, draft)
  } catch (cause) {
    throw outcomeUnknown(directory, cause)
  }
  return 'done'
}

/** Unable to look means that it may have gone. */
async function isThere({ files }: Store, directory: string): Promise<boolean> {
  return files.stat(directory).then(
    (entry) => entry !== null,
    () => false,
  )
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
    hint: `nothing was removed; once the disk answers, run: freeflow models verify ${directory}`,
    cause,
  })
}
