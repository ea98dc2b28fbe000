import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FreeflowError } from '../errors.ts'

/** Name of the only part of a table that we write. */
export const PARQUET_PART = 'part-00000.snappy.parquet'

/**
 * Writes a directory of one part file with `_SUCCESS` beside it, as Spark leaves it.
 *
 * @param directory  Made, also its parents; must not be there, so that nothing is ever written over.
 * @param write      Writes the part at the path it gets.
 * @throws FreeflowError `storage` if anything cannot be written.
 */
export async function writePart(
  directory: string,
  name: string,
  write: (path: string) => Promise<void>,
): Promise<void> {
  try {
    await mkdir(dirname(directory), { recursive: true })
    await mkdir(directory)
    await write(join(directory, name))
    await writeFile(join(directory, '_SUCCESS'), '')
  } catch (cause) {
    if (cause instanceof FreeflowError) throw cause
    const message = cause instanceof Error ? cause.message.split('\n')[0] : String(cause)
    throw new FreeflowError('storage', `${directory}: cannot write ${name}: ${message}`, { cause })
  }
}
