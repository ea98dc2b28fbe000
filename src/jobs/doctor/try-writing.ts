import { FreeflowError } from '../../errors.ts'
import type { StoreFiles } from '../../store/store-files.ts'

/** Enough to be more than nothing, and to be told from zeros. */
const probeText = 'freeflow doctor'

/** Gives the name of the directory that a trial makes and removes, whose name begins with a dot. */
export function probeName(id: string): string {
  return `.freeflow-doctor-${id}`
}

/**
 * Tries what keeping something takes: makes a directory, writes a small file in it, flushes, renames and reads
 * it, and removes all of it again.
 *
 * @param directory  Is there.
 * @param id  Fresh: letters, digits and dashes.
 * @throws FreeflowError `storage` that says which of it cannot be done.
 */
export async function tryWriting(files: StoreFiles, directory: string, id: string): Promise<void> {
  const probe = `${directory}/${probeName(id)}`
  const [first, second] = [`${probe}/a`, `${probe}/b`]
  const bytes = Buffer.from(probeText)
  try {
    await files.makeDirectory(directory, [probeName(id)])
    await files.create(first, bytes)
    await files.rename(first, second)
    await files.sync(probe)
    if (!bytes.equals(await files.read(second)))
      throw new FreeflowError('storage', `${second} has other bytes than were written`)
  } catch (error) {
    // the error says more than one of the removal would
    await files.remove(probe).catch(() => null)
    throw error
  }
  await files.remove(probe)
}
