import type { JobHost } from '../../engine/host.ts'
import { attempt } from './attempt.ts'
import { spaceAt } from './check-disk.ts'
import { checkQuota } from './check-quota.ts'
import { type CheckResult, failed, found } from './check-result.ts'
import { checkStore } from './check-store.ts'
import { checkWriting } from './check-writing.ts'
import { type NearestDirectory, nearestDirectory } from './nearest-directory.ts'
import type { Place } from './open-place.ts'

/**
 * Checks a store that can be reached: writing, room, and what it holds.
 *
 * @param unwritable  Why writing is not tried; `null`: it is.
 */
export async function examineStore(
  place: Place,
  { now, newId }: Pick<JobHost, 'now' | 'newId'>,
  unwritable: string | null,
): Promise<readonly CheckResult[]> {
  const { name, path, files } = place
  const nearest = await nearestDirectory(files, path).catch((error: unknown) => failed(name, error))
  if ('status' in nearest) return [nearest]
  const store = { base: path, uri: files.uriOf(path), files }
  return [
    ...(await checkWriting(place, nearest, newId, unwritable)),
    await checkRoom(place, nearest),
    ...(await checkStore(name, store, now())),
  ]
}

function checkRoom({ name, path, hdfs }: Place, nearest: NearestDirectory): Promise<CheckResult> {
  if (hdfs === null) return attempt(`${name}.space`, () => spaceAt(`${name}.space`, path, nearest))
  const id = `${name}.quota`
  // above it the NameNode would walk what is not ours, and may not be seen
  if (!nearest.isAsked) return Promise.resolve(found(id, 'skipped', `${path} is not there yet`))
  return attempt(id, () => checkQuota(id, hdfs.session, hdfs.pathOf(path)))
}
