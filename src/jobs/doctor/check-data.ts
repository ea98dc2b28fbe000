import { open } from 'node:fs/promises'
import { FreeflowError } from '../../errors.ts'
import { formatBytes } from '../../format-bytes.ts'
import { contentSummary } from '../../hdfs/content-summary.ts'
import { fileStatus } from '../../hdfs/file-status.ts'
import { readFile } from '../../hdfs/read-file.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { storageError } from '../../store/storage-error.ts'
import type { StoreFiles } from '../../store/store-files.ts'
import { readFileList } from '../../table/read-file-list.ts'
import { besideReadings } from '../../traffic/read-readings.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, found } from './check-result.ts'
import type { Place } from './open-place.ts'

/** What a job of Spark or MapReduce keeps beside its output until it is done. */
const UNFINISHED = '_temporary'

/** Checks that data are there, can be read, and are not being written. */
export async function checkData(place: Place): Promise<readonly CheckResult[]> {
  const { name, path, files, hdfs } = place
  const listed = await attempt(name, () =>
    hdfs === null ? checkLocal(name, path) : checkRemote(name, place, hdfs.session, hdfs.pathOf(path)),
  )
  if (listed.status === 'fail') return [listed]
  const id = `${name}.unfinished`
  return [listed, await attempt(id, () => checkUnfinished(id, files, path))]
}

async function checkLocal(id: string, path: string): Promise<CheckResult> {
  const { files } = await readFileList(path, besideReadings)
  const [first] = files
  const handle = await open(first.path).catch((cause: unknown) => {
    throw storageError('read', first.path, cause)
  })
  await handle.close()
  const bytes = files.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  return found(id, 'ok', `${path}: ${files.length} files, ${formatBytes(bytes)}`)
}

async function checkRemote(
  id: string,
  { files, path }: Place,
  session: HdfsSession,
  inside: string,
): Promise<CheckResult> {
  if ((await files.stat(path)) === null)
    throw new FreeflowError('data', `${path}: there is no such file or directory`, {
      hint: 'check --data; names in HDFS tell upper from lower case',
    })
  const { numFiles, sizeBytes } = await contentSummary(session, inside)
  const first = await firstFile(files, path)
  if (first === null) throw new FreeflowError('data', `${path}: the directory holds no file with rows`)
  await readLastByte(session, inside + first.slice(path.length))
  return found(id, 'ok', `${path}: ${numFiles} files, ${formatBytes(sizeBytes)}; ${first} can be read`)
}

/** Finds a file as Spark reads them, names with `_` or `.` in front left out; `null` if there is none. */
async function firstFile(files: StoreFiles, path: string): Promise<string | null> {
  const entry = await files.stat(path)
  if (entry?.kind !== 'directory') return path
  for (const { name } of (await files.list(path)) ?? []) {
    if (/^[_.]/.test(name)) continue
    const inside = await firstFile(files, `${path}/${name}`)
    if (inside !== null) return inside
  }
  return null
}

async function readLastByte(session: HdfsSession, path: string): Promise<void> {
  const status = await fileStatus(session, path)
  if (status !== null && status.length > 0) await readFile(session, path, status, () => {}, status.length - 1)
}

async function checkUnfinished(id: string, files: StoreFiles, path: string): Promise<CheckResult> {
  const isDirectory = (await files.stat(path))?.kind === 'directory'
  if (!isDirectory || (await files.stat(`${path}/${UNFINISHED}`)) === null)
    return found(id, 'ok', `no ${UNFINISHED} there`)
  const hint = `wait until the job is done; if none runs, remove ${UNFINISHED}`
  return found(id, 'warn', `${path}/${UNFINISHED} is there: a job writes, or has died`, hint)
}
