import { FreeflowError } from '../errors.ts'
import type { Store } from './store.ts'

/**
 * Makes a new directory `{base}/.freeflow/staging/{name}`, out of sight of readers.
 *
 * @param name  A publish id, or one with a dot and more behind it.
 * @returns Its path.
 * @throws FreeflowError `usage` for a name that is none, `storage` if it is there already or cannot be made.
 */
export async function makeStaging(store: Store, name: string): Promise<string> {
  if (!/^[A-Za-z0-9-]{1,64}(\.\d+)?$/.test(name))
    throw new FreeflowError('usage', `publish id must be a UUID, got ${JSON.stringify(name.slice(0, 100))}`)
  const directory = `${store.base}/.freeflow/staging/${name}`
  const made = await makeOrDiscard(store, name)
  if (made === 'done') return directory
  throw new FreeflowError('storage', `${directory} is there already: a publish id was used twice`)
}

async function makeOrDiscard(store: Store, name: string): Promise<'done' | 'exists'> {
  try {
    return await store.files.makeDirectory(store.base, ['.freeflow', 'staging', name])
  } catch (error) {
    await discardStaging(store, name)
    throw error
  }
}

/** Removes the staging directories of a publish where that can be done; never fails. */
export async function discardStaging({ files, base }: Store, publishId: string): Promise<void> {
  const staging = `${base}/.freeflow/staging`
  // whoever calls this has an error to report that says more than one of ours
  for (const { name } of (await files.list(staging).catch(() => null)) ?? []) {
    if (name.split('.')[0] === publishId) await files.remove(`${staging}/${name}`).catch(() => null)
  }
}
