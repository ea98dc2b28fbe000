import type { Finding } from './finding.ts'
import { inspectVersion } from './inspect-version.ts'
import { isModelName } from './model-name.ts'
import type { Store, StoredVersion } from './store.ts'
import { versionsOf } from './versions-of.ts'

/** A version and what a look at its manifest and at the lengths of its files says. */
export interface ListedVersion extends StoredVersion {
  /**
   * `whole`: every file of the manifest is there with its length (the bytes are not read);
   * `broken`: it is not, or the manifest cannot be read; `unverified`: there is no manifest.
   */
  readonly state: 'whole' | 'broken' | 'unverified'
  /** Why it is not whole; empty if it is. */
  readonly findings: readonly Finding[]
}

/**
 * Lists the models that have at least one version, sorted by name; a base that is not there has none.
 *
 * @throws FreeflowError `storage` if a directory cannot be read.
 */
export async function listModels(store: Store): Promise<readonly string[]> {
  const models: string[] = []
  for (const { name, kind } of (await store.files.list(store.base)) ?? []) {
    if (kind !== 'directory' || !isModelName(name)) continue
    if ((await versionsOf(store, name)).length > 0) models.push(name)
  }
  return models
}

/**
 * Lists the versions of a model, oldest first; `latest` and other names beside them are no versions.
 *
 * @returns Empty if the model is not there.
 * @throws FreeflowError `usage` for a bad name of a model, `storage` if a directory cannot be read.
 */
export async function listVersions(store: Store, model: string): Promise<readonly ListedVersion[]> {
  const listed: ListedVersion[] = []
  for (const version of await versionsOf(store, model)) {
    const { state, findings } = await inspectVersion(store.files, version.directory)
    listed.push({ ...version, state, findings })
  }
  return listed
}
