import type { LatestOptions } from './latest-version.ts'
import type { Store, StoredVersion } from './store.ts'

/**
 * Finds the version that a user means.
 *
 * | reference | version |
 * |---|---|
 * | `random_forest` | the latest of the model in the store |
 * | `random_forest/20260101_000000` | that version in the store |
 * | path or `file:///` URI of a version directory | that directory; needs no store |
 * | path or `file:///` URI of a model directory | the latest version in it; needs no store |
 *
 * A name that could be both is a name in the store; `./name` is a path. A version that is named, not chosen
 * as the latest, is returned without a look inside: verify it.
 *
 * @param store  `null` if only paths and URIs are meant.
 * @throws FreeflowError `data` if it is not there, saying what is; `usage` if the reference is no name, path
 *   or URI that can be read.
 */
export async function resolveVersion(
  store: Store | null,
  reference: string,
  options: LatestOptions = {},
): Promise<StoredVersion> {
  throw new Error(`not yet: ${store?.uri} ${reference} ${options.allowUnverified}`)
}

/**
 * Finds a version of a model in the store by its two names; does not look inside.
 *
 * @throws FreeflowError `usage` for a bad name, `data` if it is not there, saying what is.
 */
export async function findVersion(store: Store, model: string, version: string): Promise<StoredVersion> {
  throw new Error(`not yet: ${store.uri} ${model} ${version}`)
}
