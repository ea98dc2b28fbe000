import { sha256 } from './sha256.ts'

/** One file of a version as its manifest lists it. */
export interface ManifestFile {
  /** Path relative to the version directory, forward slashes between. */
  readonly name: string
  /** Size in bytes. */
  readonly length: number
  /** SHA-256 of the bytes, 64 lower-case hex digits. */
  readonly sha256: string
}

/** What MANIFEST.json holds: every other file of the version, and the publish that wrote them. */
export interface Manifest {
  /** Unique to one publish; what is read back after the commit to know that the version is ours. */
  readonly publishId: string
  /** Strictly ascending by name in UTF-16 order, without MANIFEST.json. */
  readonly files: readonly ManifestFile[]
}

/**
 * Gives the text of MANIFEST.json: the manifest, and in `sha256` the SHA-256 of its JSON without spaces and
 * without that key, so that damage to the manifest itself is found.
 *
 * Only the fields of the two types count, in their order.
 */
export function manifestText(manifest: Manifest): string {
  const files = manifest.files.map(({ name, length, sha256 }) => ({ name, length, sha256 }))
  const body = { publishId: manifest.publishId, files }
  return `${JSON.stringify({ ...body, sha256: sha256(JSON.stringify(body)) }, null, 2)}\n`
}
