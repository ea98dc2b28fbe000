import { basename } from 'node:path'
import { FreeflowError } from '../errors.ts'

/** The formats of files with rows. */
export type DataFormat = 'parquet' | 'csv'

/** Gives the format that the ending of a file says, `null` where it says none. */
export function formatOf(file: string): DataFormat | null {
  if (/\.parquet$/i.test(file)) return 'parquet'
  return /\.csv(\.gz)?$/i.test(file) ? 'csv' : null
}

/**
 * Gives the local day that a path says its rows are of: `YYYY-MM-DD` from `year=/month=/day=` in it, `null` where
 * it does not say.
 */
export function dayOfPath(path: string): string | null {
  const match = /year=(\d{4})[\\/]month=(\d{1,2})[\\/]day=(\d{1,2})[\\/]/.exec(path)
  return match === null ? null : `${match[1]}-${match[2].padStart(2, '0')}-${match[3].padStart(2, '0')}`
}

/** The error for a file whose ending says no format. */
export function noFormatError(path: string): FreeflowError {
  const message = `${path}: ${basename(path)} ends neither in .parquet nor in .csv or .csv.gz`
  return new FreeflowError('data', message)
}
