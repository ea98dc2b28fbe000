/** Something wrong with one file of a version. */
export interface Finding {
  /** Path relative to the version directory; MANIFEST.json if the manifest is missing or cannot be read. */
  readonly file: string
  /** What is wrong, in a few words: `is missing`, `has 3 bytes, not 5`. */
  readonly problem: string
}
