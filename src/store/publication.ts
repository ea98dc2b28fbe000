import type { ManifestFile } from './manifest.ts'
import type { StoredVersion } from './store.ts'

/** A version of one model that is to be published. */
export interface Publication {
  /** `^[a-z][a-z0-9_]*$`, at most 100 characters, not `preprocessing`. */
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
