import type { Store, StoredVersion } from './store.ts'
import type { Finding } from './verify-version.ts'

/** A version and what a look at its manifest and at the lengths of its files says. */
export interface ListedVersion extends StoredVersion {
  /**
   * `whole`: every file of the manifest is there with its length (the bytes are not read);
   * `broken`: it is not, or the manifest cannot be read; `unverified`: there is no manifest.
   */
  readonly state: 'whole' | 'broken' | 'unverified'
  /** Why it is broken; empty unless it is. */
  readonly findings: readonly Finding[]
}

/** Lists the models that have at least one version, sorted by name; a base that is not there has none. */
export async function listModels(store: Store): Promise<readonly string[]> {
  throw new Error(`not yet: ${store.uri}`)
}

/**
 * Lists the versions of a model, oldest first; `latest` and other names beside them are no versions.
 *
 * @returns Empty if the model is not there.
 * @throws FreeflowError `usage` for a bad name of a model, `storage` if a directory cannot be read.
 */
export async function listVersions(store: Store, model: string): Promise<readonly ListedVersion[]> {
  throw new Error(`not yet: ${store.uri} ${model}`)
}
