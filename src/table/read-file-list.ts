import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { FreeflowError } from '../errors.ts'
import { type DataFormat, dayOfPath, formatOf, noFormatError } from './data-file-name.ts'

/** A file with rows, and the local day that its path says they are of. */
export interface DataFile {
  readonly path: string
  readonly sizeBytes: number
  /** `YYYY-MM-DD` from `year=/month=/day=` above the file, `null` where the path does not say. */
  readonly day: string | null
}

/** Files that hold the rows of one table, all of one format. */
export interface FileList {
  readonly format: DataFormat
  /** In alphabetical order of their paths, at least one. */
  readonly files: readonly DataFile[]
  /** Directory in which files beside the rows lie: the path itself, or that of the file. */
  readonly directory: string
  /** Paths of those files in the directory that were named as lying beside the rows. */
  readonly beside: readonly string[]
}

/**
 * Lists the Parquet or CSV files at a path: the file itself, or all below a directory, partitions included.
 *
 * Names that begin with `_` or `.` are skipped, as Spark does, and so are those in `beside`.
 *
 * @param beside  Names of files that may lie there and hold something else.
 * @throws FreeflowError `data` if nothing is there, nothing has rows, or both formats are mixed; `storage` if it
 *   cannot be read.
 */
export async function readFileList(path: string, beside: readonly string[] = []): Promise<FileList> {
  try {
    const isDirectory = (await stat(path)).isDirectory()
    const found = isDirectory ? await filesBelow(path, beside) : [path]
    const format = onlyFormat(path, isDirectory, found)
    const files: DataFile[] = []
    for (const file of found.filter((name) => formatOf(name) === format)) {
      files.push({ path: file, sizeBytes: (await stat(file)).size, day: dayOfPath(relative(path, file)) })
    }
    const directory = isDirectory ? path : dirname(path)
    const names = (await readdir(directory)).filter((name) => beside.includes(name))
    return { format, files, directory, beside: names.map((name) => join(directory, name)) }
  } catch (cause) {
    throw listFailure(path, cause)
  }
}

/** Says that nothing is at the path, which is about the data; every other failure is the storage's. */
function listFailure(path: string, cause: unknown): unknown {
  if (!(cause instanceof Error && 'code' in cause) || cause instanceof FreeflowError) return cause
  if (cause.code === 'ENOENT')
    return new FreeflowError('data', `${path}: there is no such file or directory`, { cause })
  const code = cause.code === 'ENOTDIR' ? 'data' : 'storage'
  return new FreeflowError(code, `${path}: cannot be read (${String(cause)})`, { cause })
}

/** Gives the format of the files; those of no format do not count. */
function onlyFormat(path: string, isDirectory: boolean, found: readonly string[]): FileList['format'] {
  const formats = new Set(found.map(formatOf).filter((format) => format !== null))
  if (formats.size > 1)
    throw new FreeflowError('data', `${path}: holds both Parquet and CSV files`, {
      hint: 'name one of the files, or keep one format in the directory',
    })
  const [format] = formats
  if (format !== undefined) return format
  if (!isDirectory) throw noFormatError(path)
  throw new FreeflowError('data', `${path}: the directory holds no .parquet, .csv or .csv.gz file`)
}

async function filesBelow(directory: string, beside: readonly string[]): Promise<string[]> {
  const files: string[] = []
  const entries = await readdir(directory, { withFileTypes: true })
  for (const entry of entries) {
    if (/^[_.]/.test(entry.name) || beside.includes(entry.name)) continue
    const path = join(directory, entry.name)
    if (entry.isDirectory()) files.push(...(await filesBelow(path, beside)))
    else files.push(path)
  }
  return files.sort()
}
