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
  /** Sorted by name in UTF-16 order, without MANIFEST.json. */
  readonly files: readonly ManifestFile[]
}
