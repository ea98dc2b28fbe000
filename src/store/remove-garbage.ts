import { basename, dirname } from 'node:path'
import { FreeflowError } from '../errors.ts'
import type { Garbage } from './garbage.ts'
import { listVersions } from './list-versions.ts'
import { isStageNamed, pipelineText } from './pipeline-stages.ts'
import { makeStaging } from './staging.ts'
import type { Store } from './store.ts'

/**
 * Removes one thing that `findGarbage` has found.
 *
 * What readers could see, a version or a stage, first goes out of sight by one rename, so that none of them
 * finds half of it; if by then it is needed after all, it goes back.
 *
 * @param id  A fresh UUID, not one of a version.
 * @returns `needed`, and nothing removed, if it is the last whole version of its model by now, or its stage is
 *   named again.
 * @throws FreeflowError `storage` if it cannot be removed.
 */
export async function removeGarbage(
  store: Store,
  garbage: Garbage,
  id: string,
): Promise<'removed' | 'needed'> {
  const { files } = store
  const { kind, path } = garbage
  if (kind !== 'version' && kind !== 'stage') {
    await files.remove(path)
    return 'removed'
  }
  const staging = await makeStaging(store, id)
  const aside = `${staging}/${basename(path)}`
  if ((await files.rename(path, aside)) === 'exists')
    throw new FreeflowError('storage', `${aside} is there already, ${path} stays`)
  await files.sync(dirname(path))
  const isBack = (await isNeeded(store, garbage)) && (await files.rename(aside, path)) === 'done'
  if (isBack) await files.sync(dirname(path))
  await files.remove(staging)
  return isBack ? 'needed' : 'removed'
}

/** Looks again, now that it is away: a publish or a retraction may have come in between. */
async function isNeeded(store: Store, { kind, path }: Garbage): Promise<boolean> {
  const name = basename(path)
  if (kind === 'version') {
    const versions = await listVersions(store, basename(dirname(path)))
    return !versions.some(({ version, state }) => state === 'whole' && version > name)
  }
  return isStageNamed(await pipelineText(store.files, `${store.base}/preprocessing/model`), name)
}
