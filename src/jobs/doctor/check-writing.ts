import { honoursStrictRename } from '../../hdfs/honours-strict-rename.ts'
import { hdfsFiles } from '../../store/hdfs-files.ts'
import { probeStore } from '../../store/probe-store.ts'
import type { StoreFiles } from '../../store/store-files.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, found } from './check-result.ts'
import type { NearestDirectory } from './nearest-directory.ts'
import type { Place } from './open-place.ts'
import { probeName, tryWriting } from './try-writing.ts'

/**
 * Checks that a store can be written to, and in an HDFS how names are taken; leaves nothing behind.
 *
 * @param nearest  Its base, or the directory above it that is there.
 * @param blocked  Why writing is not tried; `null`: it is.
 */
export async function checkWriting(
  place: Place,
  nearest: NearestDirectory,
  newId: () => string,
  blocked: string | null,
): Promise<readonly CheckResult[]> {
  const id = `${place.name}.write`
  const write =
    blocked === null
      ? await attempt(id, () => checkWrite(id, place, nearest, newId))
      : found(id, 'skipped', blocked)
  if (place.hdfs === null) return [write]
  const renameId = `${place.name}.rename`
  if (write.status !== 'ok') return [write, found(renameId, 'skipped', 'nothing can be written')]
  return [write, await attempt(renameId, () => checkRename(renameId, place, nearest))]
}

async function checkWrite(
  id: string,
  place: Place,
  nearest: NearestDirectory,
  newId: () => string,
): Promise<CheckResult> {
  const trial = newId()
  await tryWriting(filesForTrial(place, nearest, trial), nearest.path, trial)
  const { path, files } = place
  // what publishing uses may belong to somebody else than the directory around it
  if (nearest.isAsked && (await files.stat(`${path}/.freeflow`)) !== null)
    await probeStore({ base: path, uri: files.uriOf(path), files }, newId())
  const where = nearest.isAsked ? path : `${nearest.path}, as ${path} is not there yet`
  return found(id, 'ok', `a file was written, renamed and read in ${where}`)
}

/** In an HDFS what is on its way lies in the directory of the trial too, and goes with it. */
function filesForTrial({ files, hdfs }: Place, nearest: NearestDirectory, trial: string): StoreFiles {
  return hdfs === null ? files : hdfsFiles(hdfs.session, `${nearest.path}/${probeName(trial)}`)
}

async function checkRename(id: string, place: Place, nearest: NearestDirectory): Promise<CheckResult> {
  const isStrict =
    place.hdfs === null || (await honoursStrictRename(place.hdfs.session, place.hdfs.pathOf(nearest.path)))
  if (isStrict) return found(id, 'ok', 'a rename never replaces what has the name')
  return found(
    id,
    'warn',
    'the server passes over rename options: versions are committed by a claim and a plain rename',
    'if it is a gateway such as HttpFS, give --webhdfs-url of the NameNode itself',
  )
}
