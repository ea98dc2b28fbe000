import { FreeflowError } from '../errors.ts'
import { documentBytes } from './document.ts'
import { findVersion } from './resolve-version.ts'
import { type PreprocessingState, restorePreprocessing } from './restore-preprocessing.ts'
import { discardStaging, makeStaging } from './staging.ts'
import type { Store, StoredVersion } from './store.ts'

/** Why and when a version is retracted. */
export interface RetractOptions {
  /** Kept beside the version; `null` if none is given. */
  readonly reason: string | null
  /** Milliseconds since 1970. */
  readonly now: number
  /** Gives a fresh UUID. */
  readonly newId: () => string
}

/** Where a retracted version went. */
export interface Retraction {
  /** Absolute path that the version has now. */
  readonly directory: string
  readonly preprocessing: PreprocessingState
}

/**
 * Moves a version out of sight by one rename, to `{base}/.freeflow/retracted/{model}/{version}`, with the reason
 * beside it in `{version}.json`.
 *
 * Nothing is destroyed, and the name is never given again. Whatever was done before the rename is done again by
 * the next call: the claim of the name, the reason, and the preprocessing that old readers share.
 *
 * @throws FreeflowError `data` if the version is not there, `usage` for a bad name; `storage` if it could not be
 *   moved and stands where it was; `outcome-unknown` if it may have moved.
 */
export async function retractVersion(
  store: Store,
  { model, version }: Pick<StoredVersion, 'model' | 'version'>,
  options: RetractOptions,
): Promise<Retraction> {
  const found = await findVersion(store, model, version)
  const { files, base } = store
  const folder = `${base}/.freeflow/retracted/${model}`
  const directory = `${folder}/${version}`
  await files.makeDirectory(base, ['.freeflow', 'retracted', model])
  if ((await files.stat(directory)) !== null) throw isThere(directory)
  await claimName(store, found)
  await writeReason(store, found, options)
  const preprocessing = await restorePreprocessing(store, found, options.newId())
  await moveAway(store, found.directory, directory)
  await files.sync(`${base}/${model}`)
  await files.sync(folder)
  return { directory, preprocessing }
}

function isThere(directory: string): FreeflowError {
  return new FreeflowError('storage', `${directory} is there already, a version of that name was retracted`, {
    hint: 'move it away',
  })
}

/** A version of an older job has no claim, and its name must not come again either. */
async function claimName({ files, base }: Store, { model, version }: StoredVersion): Promise<void> {
  await files.makeDirectory(base, ['.freeflow', 'claims', model])
  await files.create(`${base}/.freeflow/claims/${model}/${version}`, Buffer.from('retracted\n'))
}

/** Puts the reason in place whole; one of an earlier try is replaced. */
async function writeReason(store: Store, found: StoredVersion, options: RetractOptions): Promise<void> {
  const { model, version } = found
  const id = options.newId()
  const staged = `${await makeStaging(store, id)}/reason.json`
  const retractedAt = new Date(options.now).toISOString()
  const note = { model, version, reason: options.reason, retracted_at: retractedAt }
  try {
    await store.files.create(staged, documentBytes('reason.json', note))
    await store.files.replace(staged, `${store.base}/.freeflow/retracted/${model}/${version}.json`)
  } finally {
    await discardStaging(store, id)
  }
}

async function moveAway({ files }: Store, from: string, to: string): Promise<void> {
  try {
    if ((await files.rename(from, to)) === 'exists') throw isThere(to)
  } catch (cause) {
    // the reply may be lost, or another has retracted it meanwhile: what stands there tells
    const [atOld, atNew] = await Promise.all([files.stat(from), files.stat(to)]).catch(() => [null, null])
    if (atOld !== null) throw cause
    if (atNew === null)
      throw new FreeflowError('outcome-unknown', `${from} may or may not have moved to ${to}`, { cause })
  }
}
