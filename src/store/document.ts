import type { StoredVersion } from './store.ts'

/**
 * Writes a JSON document, indented by 2, as a new file of a directory on the local disk.
 *
 * @param directory  For instance what `Publication.write` is given.
 * @throws FreeflowError `unexpected` if a number in it is NaN or infinite, `storage` if it cannot be written.
 */
export async function writeDocument(directory: string, name: string, value: unknown): Promise<void> {
  throw new Error(`not yet: ${directory} ${name} ${value}`)
}

/**
 * Reads a JSON document of a version, for instance metadata.json.
 *
 * @returns What JSON.parse gives: check it before use.
 * @throws FreeflowError `data` if it is absent or not JSON, `storage` if it cannot be read.
 */
export async function readDocument(
  version: Pick<StoredVersion, 'directory'>,
  name: string,
): Promise<unknown> {
  throw new Error(`not yet: ${version.directory} ${name}`)
}
