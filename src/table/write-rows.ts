import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { makeDirectory } from '../make-directory.ts'
import { sqlString } from './duckdb.ts'

/** A file that was written. */
export interface WrittenFile {
  readonly bytes: number
  /** 64 hex digits. */
  readonly sha256: string
}

const copyOptions = {
  parquet: 'FORMAT parquet, COMPRESSION snappy',
  csv: 'FORMAT csv, HEADER true',
}

/**
 * Writes the rows of a query to one file, in the query's order, and waits until they are on disk. The
 * directories above it are made.
 *
 * A query that orders its rows gives the same bytes on any number of threads.
 *
 * @throws FreeflowError `storage` if the file cannot be written.
 */
export async function writeRows(
  connection: DuckDBConnection,
  sql: string,
  file: { readonly path: string; readonly format: 'parquet' | 'csv' },
): Promise<WrittenFile> {
  try {
    await makeDirectory(dirname(resolve(file.path)))
    await connection.run(`COPY (${sql}) TO ${sqlString(file.path)} (${copyOptions[file.format]})`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
    throw new FreeflowError('storage', `${file.path}: cannot be written: ${reason}`, { cause })
  }
  return sealFile(file.path)
}

/** Brings a file to the disk and gives its length and SHA-256. */
async function sealFile(path: string): Promise<WrittenFile> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
    const hash = createHash('sha256')
    let bytes = 0
    for await (const chunk of file.createReadStream({ autoClose: false })) {
      hash.update(chunk)
      bytes += chunk.length
    }
    return { bytes, sha256: hash.digest('hex') }
  } finally {
    await file.close()
  }
}
