import type { ManifestFile } from './manifest.ts'
import type { Store, StoredVersion } from './store.ts'

/** A version of one model that is to be published. */
export interface Publication {
  /** `^[a-z][a-z0-9_]*$`, at most 100 characters. */
  readonly model: string
  /** A fresh UUID; never used before. */
  readonly publishId: string
  /**
   * Writes the files of the version, all but metadata.json and MANIFEST.json, into an empty directory on the
   * local disk; they need not be flushed.
   */
  readonly write: (directory: string) => Promise<void>
  /**
   * Gives the content of metadata.json; called once the version has its name, and again if that name was
   * lost to another publisher.
   *
   * @param files  What `write` wrote, with lengths and SHA-256.
   */
  readonly metadata: (version: StoredVersion, files: readonly ManifestFile[]) => unknown
}

/**
 * Publishes versions of one or several models: each becomes visible whole, by one rename, or not at all.
 *
 * All publications are written, flushed, hashed and named before the first one becomes visible, so what is
 * likely to fail fails while nothing is seen; then they appear one after another, in order.
 * A version is named after the UTC time, at least one second after the newest version of its model; a name
 * that another publisher has taken is passed over. On failure the staged files are removed.
 *
 * @param publications  At most one a model.
 * @param now  The clock, in ms since 1970.
 * @returns One version a publication, in order.
 * @throws FreeflowError `usage` for a bad name; `storage` if nothing, or not all, was published: the message
 *   names the path, the rule, and what was published before; `outcome-unknown` if a version may have become
 *   visible without that being known, then nothing is removed. What `write` throws passes through.
 */
export async function publishVersions(
  store: Store,
  publications: readonly Publication[],
  now: () => number,
): Promise<readonly StoredVersion[]> {
  throw new Error(`not yet: ${store.uri} ${publications.length} ${now()}`)
}
