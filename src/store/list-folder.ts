import { FreeflowError } from '../errors.ts'
import type { Store } from './store.ts'
import type { Entry } from './store-files.ts'

/**
 * Lists `{base}/{names[0]}/{names[1]}/...` in UTF-16 order of the names; follows no link below the base.
 *
 * @returns Empty if it is not there.
 * @throws FreeflowError `storage` if it cannot be read, or one of the names is a link or a file.
 */
export async function listFolder(
  { files, base }: Pick<Store, 'files' | 'base'>,
  names: readonly string[],
): Promise<readonly Entry[]> {
  let directory = base
  for (const name of names) {
    directory = `${directory}/${name}`
    const kind = (await files.stat(directory))?.kind
    if (kind === undefined) return []
    if (kind !== 'directory')
      throw new FreeflowError('storage', `${directory} must be a directory, it is a ${kind}`, {
        hint: 'the store follows no links: put the directory itself there',
      })
  }
  return (await files.list(directory)) ?? []
}
