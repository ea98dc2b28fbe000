import { FreeflowError } from '../errors.ts'
import { localFiles } from './local-files.ts'
import { isFileName } from './parse-manifest.ts'
import type { StoredVersion } from './store.ts'

/**
 * Gives the bytes of a JSON document, indented by 2, with a newline at the end.
 *
 * @throws FreeflowError `unexpected` if a number in it is NaN or infinite: JSON would make it null.
 */
export function documentBytes(name: string, value: unknown): Uint8Array {
  const finite = (key: string, item: unknown) => {
    if (typeof item !== 'number' || Number.isFinite(item)) return item
    throw new FreeflowError('unexpected', `${name}: ${key} must be a finite number, got ${item}`)
  }
  return Buffer.from(`${JSON.stringify(value, finite, 2)}\n`)
}

/**
 * Writes a JSON document, indented by 2, as a new file of a directory on the local disk.
 *
 * @param directory  For instance what `Publication.write` is given.
 * @throws FreeflowError `unexpected` if a number in it is NaN or infinite, `storage` if it cannot be written
 *   or is there already.
 */
export async function writeDocument(directory: string, name: string, value: unknown): Promise<void> {
  const made = await localFiles.create(`${directory}/${name}`, documentBytes(name, value))
  if (made === 'exists') throw new FreeflowError('storage', `${directory}/${name} is there already`)
}

/**
 * Reads a JSON document of a version, for instance metadata.json.
 *
 * @returns What JSON.parse gives: check it before use.
 * @throws FreeflowError `data` if it is absent or not JSON, `storage` if it cannot be read, `usage` for a name
 *   that leads out of the version.
 */
export async function readDocument(
  version: Pick<StoredVersion, 'directory' | 'files'>,
  name: string,
): Promise<unknown> {
  if (!isFileName(name) && name !== 'MANIFEST.json')
    throw new FreeflowError(
      'usage',
      `no document of a version has the name ${JSON.stringify(name.slice(0, 100))}`,
    )
  const path = `${version.directory}/${name}`
  const entry = await version.files.stat(path)
  if (entry?.kind !== 'file') throw new FreeflowError('data', `${path}: there is no such file`)
  const text = Buffer.from(await version.files.read(path)).toString()
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new FreeflowError('data', `${path} is not JSON`, { hint: 'verify the version', cause })
  }
}
