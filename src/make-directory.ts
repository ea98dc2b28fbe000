import { mkdir, stat } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Makes a directory and those above it where they are missing.
 *
 * `mkdir` of Node with `recursive` never ends on a file system that answers ENOENT below a directory that is
 * there (/proc does): here each directory is tried once.
 *
 * @param path  Absolute.
 * @returns The directories that were made, the uppermost first.
 * @throws The system error of the directory that could not be made.
 */
export async function makeDirectory(path: string): Promise<string[]> {
  const missing: string[] = []
  for (let at = path; !(await isDirectory(at)); at = dirname(at)) missing.unshift(at)
  for (const directory of missing) {
    await mkdir(directory).catch(async (error: unknown) => {
      // another process may have made it in between
      if (!(await isDirectory(directory))) throw error
    })
  }
  return missing
}

/** Says whether a directory is there; what is neither there nor missing throws. */
async function isDirectory(path: string): Promise<boolean> {
  try {
    const found = await stat(path)
    if (found.isDirectory()) return true
    throw Object.assign(new Error(`ENOTDIR: not a directory, mkdir '${path}'`), { code: 'ENOTDIR', path })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
