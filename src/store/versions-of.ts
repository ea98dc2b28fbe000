import { listFolder } from './list-folder.ts'
import { checkModelName } from './model-name.ts'
import type { Store, StoredVersion } from './store.ts'
import { isVersionName } from './version-name.ts'

/**
 * Lists the version directories of a model, oldest first, without a look inside.
 *
 * @returns Empty if the model is not there. Links are no versions.
 * @throws FreeflowError `usage` for a bad name of a model; `storage` if its directory cannot be read, or is a
 *   link or a file.
 */
export async function versionsOf(store: Store, model: string): Promise<readonly StoredVersion[]> {
  checkModelName(model)
  return (await listFolder(store, [model]))
    .filter((entry) => entry.kind === 'directory' && isVersionName(entry.name))
    .map((entry) => versionOf(store, model, entry.name))
}

/** Says where a version lies or would lie; takes checked names. */
export function versionOf(store: Store, model: string, version: string): StoredVersion {
  const directory = `${store.base}/${model}/${version}`
  return { model, version, directory, uri: store.files.uriOf(directory), files: store.files }
}
