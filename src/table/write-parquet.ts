import { createHash } from 'node:crypto'
import { mkdir, open } from 'node:fs/promises'
import { dirname } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { FreeflowError } from '../errors.ts'
import { sqlString } from './duckdb.ts'

/** A file that was written. */
export interface WrittenFile {
  readonly bytes: number
  /** 64 hex digits. */
  readonly sha256: string
}

/**
 * Writes the rows of a query, in its order, to one Parquet file (snappy), and waits until they are on disk.
 *
 * A query that orders its rows gives the same bytes on any number of threads.
 *
 * @throws FreeflowError `storage` if the file cannot be written.
 */
export async function writeParquet(
  connection: DuckDBConnection,
  sql: string,
  path: string,
): Promise<WrittenFile> {
  await mkdir(dirname(path), { recursive: true })
  try {
    await connection.run(`COPY (${sql}) TO ${sqlString(path)} (FORMAT parquet, COMPRESSION snappy)`)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
    throw new FreeflowError('storage', `${path}: cannot be written: ${reason}`, { cause })
  }
  return sealFile(path)
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
