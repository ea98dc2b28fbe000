import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Metadata } from './format-metadata.ts'
import type { SparkClass } from './spark-class.ts'
import { sparkUid } from './spark-uid.ts'
import { writeMetadata } from './write-metadata.ts'
import { PARQUET_PART, writePart } from './write-part.ts'

/** What the directory of a model or stage with at most one small table holds. */
export interface SparkContent {
  readonly sparkClass: SparkClass
  readonly params: Metadata['params']
  /** Bytes of the Parquet file in `data/`, or `null` for a class that has only parameters. */
  readonly data: Uint8Array | null
  /** What the uid tells apart: the bytes of the table, for a stage its parameters too. */
  readonly identity: readonly (Uint8Array | string)[]
}

/** What was written: the name that Spark will know it by, and the bytes of all its files together. */
export interface Written {
  readonly uid: string
  readonly sizeBytes: number
}

/**
 * Writes the directory of a model or stage with at most one small table.
 *
 * The uid is a hash of the identity, so equal names have equal content.
 *
 * @param directoryFromUid  Says where; made with its parents, must not hold such files.
 * @param trainedAt         End of the training data in milliseconds since 1970 UTC.
 * @throws FreeflowError `storage` if it cannot be written, `unexpected` for a parameter that Spark lacks.
 */
export async function writeContent(
  { sparkClass, params, data, identity }: SparkContent,
  directoryFromUid: (uid: string) => string,
  trainedAt: number,
): Promise<Written> {
  const hash = createHash('sha256')
  for (const part of identity) hash.update(part)
  const uid = sparkUid(sparkClass, hash)
  const directory = directoryFromUid(uid)
  if (data !== null) {
    await writePart(join(directory, 'data'), PARQUET_PART, (path) => writeFile(path, data))
  }
  const metadata = { sparkClass, uid, trainedAt, params, counts: {} }
  const metadataBytes = await writeMetadata(metadata, directory)
  return { uid, sizeBytes: metadataBytes + (data?.length ?? 0) }
}
