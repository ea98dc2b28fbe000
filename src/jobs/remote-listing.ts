import { basename, dirname, join } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { type FileStatus, fileStatus } from '../hdfs/file-status.ts'
import { listFiles, type RemoteFile } from '../hdfs/list-files.ts'
import type { HdfsSession } from '../hdfs/session.ts'
import { dayOfPath, formatOf, noFormatError } from '../table/data-file-name.ts'

/** A file with rows in HDFS, and the local day that its path says they are of. */
export interface RemoteDataFile extends RemoteFile {
  readonly day: string | null
}

/** What stands at a path of HDFS that is to be read as data. */
export interface RemoteListing {
  /** Path of the directory from which names count: the path itself, or that of the file. */
  readonly directory: string
  /** Name of the file if the path is one, '' if it is a directory. */
  readonly file: string
  /** Files with rows, by name. */
  readonly data: readonly RemoteDataFile[]
  /** Files in the directory that were named as lying beside the rows. */
  readonly beside: readonly RemoteFile[]
}

/**
 * Lists what `readFileList` would read at a path, if it were on the local disk, and what lies beside.
 *
 * Files of Parquet without a byte are passed over: Spark leaves some, and nothing is in them.
 *
 * @param beside  Names of files that may lie there and hold something else.
 * @throws FreeflowError `data` if nothing is there, a Spark job is writing, or the name of a file says no format.
 */
export async function listRemote(
  session: HdfsSession,
  path: string,
  beside: readonly string[],
): Promise<RemoteListing> {
  const status = await fileStatus(session, path)
  const place = `${session.uri}${path}`
  if (status === null) throw new FreeflowError('data', `${place}: there is no such file or directory`)
  return status.kind === 'directory'
    ? listTree(session, path, beside)
    : listAround(session, path, status, beside)
}

async function listTree(
  session: HdfsSession,
  directory: string,
  beside: readonly string[],
): Promise<RemoteListing> {
  const files = await listFiles(session, directory, beside)
  const isBeside = (name: string) => beside.includes(basename(name))
  const data = files.filter(({ name, status }) => {
    const format = isBeside(name) ? null : formatOf(name)
    return format === 'csv' || (format === 'parquet' && status.length > 0)
  })
  return {
    directory,
    file: '',
    data: data.map((file) => ({ ...file, day: dayOfPath(file.name) })),
    beside: files.filter(({ name }) => beside.includes(name)),
  }
}

async function listAround(
  session: HdfsSession,
  path: string,
  status: FileStatus,
  beside: readonly string[],
): Promise<RemoteListing> {
  const file = basename(path)
  const directory = dirname(path)
  if (formatOf(file) === null) throw noFormatError(`${session.uri}${path}`)
  const found: RemoteFile[] = []
  for (const name of beside.filter((other) => other !== file)) {
    const other = await fileStatus(session, join(directory, name))
    if (other?.kind === 'file') found.push({ name, path: join(directory, name), status: other })
  }
  return { directory, file, data: [{ name: file, path, status, day: null }], beside: found }
}
