import type { StoredVersion } from './store.ts'

/** Something wrong with one file of a version. */
export interface Finding {
  /** Path relative to the version directory; MANIFEST.json if the manifest is missing or cannot be read. */
  readonly file: string
  /** What is wrong, in a few words: `is missing`, `has 3 bytes, not 5`. */
  readonly problem: string
}

/**
 * Compares every file of a version with its manifest: present, length, SHA-256, and none besides.
 *
 * @param version  The directory is enough; no store is needed.
 * @returns What is wrong, sorted by file; empty if nothing is. Without a manifest: that one finding.
 * @throws FreeflowError `data` if there is no such directory, `storage` if a file cannot be read.
 */
export async function verifyVersion(version: Pick<StoredVersion, 'directory'>): Promise<readonly Finding[]> {
  throw new Error(`not yet: ${version.directory}`)
}
