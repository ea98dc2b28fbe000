import type { ManifestFile } from './manifest.ts'

/** A name in a directory; links are not followed. */
export interface Entry {
  /** Without slashes where a directory was listed; relative to its top where a tree was walked. */
  readonly name: string
  readonly kind: 'file' | 'directory' | 'link' | 'other'
  /** Size in bytes; of use for files only. */
  readonly length: number
  /** Milliseconds since 1970 of the last change; of a directory, when a name last came or went. */
  readonly modifiedMs: number
}

/**
 * The file operations that publishing, listing and verifying rest on: of the local disk, or of an HDFS.
 *
 * Paths are absolute, with forward slashes; those of an HDFS are URIs. What an operation expects to meet it
 * returns (`null`, `exists`); everything else is a FreeflowError `storage` that names the path and the rule. Only
 * the last part of a path is looked at without following links.
 */
export interface StoreFiles {
  /** Gives the URI of a path. */
  uriOf(path: string): string

  /** Looks at one name; `null` if it is not there. */
  stat(path: string): Promise<Entry | null>

  /** Follows links to the path behind them; `null` if there is nothing. */
  realPath(path: string): Promise<string | null>

  /** Lists a directory in UTF-16 order of the names; `null` if it is not there. */
  list(directory: string): Promise<readonly Entry[] | null>

  /** Reads a small file whole. */
  read(path: string): Promise<Uint8Array>

  /** Gives the SHA-256 of a file of any size, 64 lower-case hex digits. */
  sha256(path: string): Promise<string>

  /** Writes and flushes a new file; `exists`, and nothing written, if the name is taken. */
  create(path: string, bytes: Uint8Array): Promise<'done' | 'exists'>

  /** Copies and flushes a file of the local disk to a new name; links are not followed. */
  copyIn(localPath: string, path: string): Promise<void>

  /**
   * Lets `write` fill a directory of the local disk, whose files then stand in the given one, flushed.
   *
   * @param directory  Is there, and empty.
   * @param write  Gives the files that it wrote, by names relative to the directory.
   * @returns The same files with their SHA-256, in the same order.
   */
  fill(
    directory: string,
    write: (local: string) => Promise<readonly Entry[]>,
  ): Promise<readonly ManifestFile[]>

  /** Hands a directory of the local disk that holds the same files to `use`; it is not to be changed. */
  withLocalCopy<T>(directory: string, use: (local: string) => Promise<T>): Promise<T>

  /**
   * Makes `{base}/{names[0]}/{names[1]}/...`, each where it is missing, and flushes what holds them.
   *
   * @returns `exists` if the last one was there already.
   * @throws FreeflowError `storage` also if one of the names is a link or a file.
   */
  makeDirectory(base: string, names: readonly string[]): Promise<'done' | 'exists'>

  /** Moves a file or directory to a name that must be free; `exists`, and nothing moved, if it is not. */
  rename(from: string, to: string): Promise<'done' | 'exists'>

  /** Puts a file in the place of another, or of none, in one step. */
  replace(from: string, to: string): Promise<void>

  /** Flushes a file, or the names in a directory, to the device. */
  sync(path: string): Promise<void>

  /** Removes a file or a directory with all that is in it; content if it is not there. */
  remove(path: string): Promise<void>
}
