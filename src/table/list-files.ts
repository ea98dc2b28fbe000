import { readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { FreeflowError } from '../errors.ts'

/** A data file, and the local day that its path says its rows are of. */
export interface DataFile {
  readonly path: string
  readonly sizeBytes: number
  /** `YYYY-MM-DD` from `year=/month=/day=` above the file, `null` where the path does not say. */
  readonly day: string | null
}

/**
 * Lists the files that end in one of the given extensions, in a directory and below it, sorted by path, or
 * the one file that the path names.
 *
 * Names that begin with `_` or `.` are skipped, as Spark does.
 *
 * @throws FreeflowError `data` where there is nothing at the path, or no such file in it.
 */
export async function listDataFiles(path: string, extensions: readonly string[]): Promise<DataFile[]> {
  const found = await stat(path).catch((cause: unknown) => {
    throw new FreeflowError('data', `${path}: there is no such file or directory`, { cause })
  })
  if (!found.isDirectory()) return [{ path, sizeBytes: found.size, day: null }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  const paths = entries
    .filter((entry) => entry.isFile() && extensions.some((extension) => entry.name.endsWith(extension)))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter(
      (file) =>
        !relative(path, file)
          .split(/[\\/]/)
          .some((part) => /^[_.]/.test(part)),
    )
    .sort()
  if (paths.length === 0) {
    throw new FreeflowError(
      'data',
      `${path}: no file that ends in ${extensions.join(' or ')} in this directory`,
    )
  }
  const files = paths.map(async (file) => ({
    path: file,
    sizeBytes: (await stat(file)).size,
    day: dayOfPath(relative(path, file)),
  }))
  return Promise.all(files)
}

/**
 * Leaves out the files whose day lies outside the dates, a day of margin on either side: partitions are by
 * local date, and the zone of whoever wrote them may differ.
 *
 * @param startDate,endDate  `YYYY-MM-DD`, both inclusive.
 */
export function pruneByDate(
  files: readonly DataFile[],
  startDate: string | undefined,
  endDate: string | undefined,
): DataFile[] {
  const first = startDate === undefined ? '' : shiftDay(startDate, -1)
  const last = endDate === undefined ? '9999-12-31' : shiftDay(endDate, 1)
  return files.filter(({ day }) => day === null || (day >= first && day <= last))
}

/** Gives the calendar day `days` after another, both `YYYY-MM-DD`. */
export function shiftDay(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 86_400_000).toISOString().slice(0, 10)
}

function dayOfPath(path: string): string | null {
  const match = /year=(\d{4})[\\/]month=(\d{1,2})[\\/]day=(\d{1,2})[\\/]/.exec(path)
  return match === null ? null : `${match[1]}-${match[2].padStart(2, '0')}-${match[3].padStart(2, '0')}`
}
