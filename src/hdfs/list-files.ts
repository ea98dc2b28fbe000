import { FreeflowError } from '../errors.ts'
import { inParallel } from '../in-parallel.ts'
import { type FileStatus, listDirectory } from './file-status.ts'
import type { HdfsSession } from './session.ts'

/** A file of HDFS as it was when it was looked at. */
export interface RemoteFile {
  /** Relative to the directory that was listed, forward slashes between. */
  readonly name: string
  /** Absolute path in HDFS. */
  readonly path: string
  readonly status: FileStatus
}

const NUM_LISTINGS = 4

/**
 * Lists the files below a directory of HDFS, in UTF-16 order of their names.
 *
 * Names that begin with `_` or `.` are passed over, as Spark does.
 *
 * @param kept  Names that are listed nevertheless.
 * @throws FreeflowError `data` where a Spark job is writing there, or has broken off: files would be missing.
 */
export async function listFiles(
  session: HdfsSession,
  directory: string,
  kept: readonly string[] = [],
): Promise<readonly RemoteFile[]> {
  const files: RemoteFile[] = []
  let level = ['']
  while (level.length > 0) {
    const listings = await inParallel(level, NUM_LISTINGS, (prefix) => listOne(session, directory, prefix))
    const visible = listings
      .flat()
      .filter(({ status }) => isVisible(status.name) || kept.includes(status.name))
    files.push(...visible.filter(({ status }) => status.kind === 'file'))
    level = visible.filter(({ status }) => status.kind === 'directory').map(({ name }) => `${name}/`)
  }
  return files.sort((a, b) => (a.name < b.name ? -1 : 1))
}

async function listOne(session: HdfsSession, directory: string, prefix: string): Promise<RemoteFile[]> {
  const top = directory === '/' ? '/' : `${directory}/`
  const path = `${top}${prefix}`.replace(/(.)\/$/, '$1')
  const found = (await listDirectory(session, path)) ?? []
  const unfinished = found.find(({ name }) => name === '_temporary' || name.startsWith('.spark-staging'))
  if (unfinished !== undefined)
    throw new FreeflowError(
      'data',
      `${session.uri}${path}: holds ${unfinished.name}, so it is not finished`,
      {
        hint: `wait until the job that writes it has ended; if none does, remove ${unfinished.name}`,
      },
    )
  return found.map((status) => {
    const name = `${prefix}${status.name}`
    return { name, path: `${top}${name}`, status }
  })
}

function isVisible(name: string): boolean {
  return !/^[_.]/.test(name)
}
