import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { readError } from './read-error.ts'

/**
 * Lists the files in which Spark keeps one table or text, in the order of their names.
 *
 * Names that begin with `_` or `.` are not part of it, empty files hold nothing: both are skipped.
 *
 * @returns Paths, at least one.
 * @throws FreeflowError `data` if the directory is not there or holds no such file.
 */
export async function listParts(directory: string): Promise<string[]> {
  try {
    const names = (await readdir(directory)).filter((name) => !/^[_.]/.test(name)).sort()
    const parts: string[] = []
    for (const name of names) {
      const path = join(directory, name)
      const file = await stat(path)
      if (file.isFile() && file.size > 0) parts.push(path)
    }
    if (parts.length === 0) throw new FreeflowError('data', `${directory}: holds no part file with content`)
    return parts
  } catch (cause) {
    throw readError(directory, cause)
  }
}
