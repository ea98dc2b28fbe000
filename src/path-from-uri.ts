import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { FreeflowError } from './errors.ts'

const hint = 'give a path, or file:///path'

/**
 * Gives the absolute path on the local disk that a plain path or a `file:///` URI means.
 *
 * A relative path counts from the working directory. The path has no slash at the end.
 *
 * @throws FreeflowError `usage` for another scheme, a URI that names a host, an empty path, or one with NUL.
 */
export function pathFromUri(uri: string): string {
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(uri)?.[1] ?? (/^file:/i.test(uri) ? 'file' : null)
  if (scheme !== null && scheme.toLowerCase() !== 'file')
    throw new FreeflowError('usage', `${scheme}:// is not supported here, got ${uri}`, { hint })
  const path = scheme === null ? uri : pathFromFileUri(uri)
  if (path === '' || path.includes('\0'))
    throw new FreeflowError('usage', `not a path: ${JSON.stringify(uri)}`, { hint })
  return resolve(path)
}

/**
 * Gives the path that a `file:///` URI means; a plain path stays as it was given, relative or not.
 *
 * @throws FreeflowError `usage` as `pathFromUri` does.
 */
export function plainPath(uri: string): string {
  const path = pathFromUri(uri)
  return /^file:/i.test(uri) ? path : uri
}

function pathFromFileUri(uri: string): string {
  try {
    return fileURLToPath(uri)
  } catch (cause) {
    throw new FreeflowError('usage', `not a URI of a local file: ${uri}`, { hint, cause })
  }
}
