import type { SparkSession } from '../../spark/session.ts'

/** Files that were read, and their size. */
export interface FileCount {
  readonly numRead: number
  readonly numBytes: number
}

/**
 * Counts the files in which the rows of a table stand.
 *
 * @param table  A query that gives the column `_metadata` of Spark's file source.
 */
export async function countFiles(session: SparkSession, table: string): Promise<FileCount> {
  const [row] = await session.collect(
    session.sql(
      `SELECT count(*) AS files, sum(bytes) AS bytes
       FROM (SELECT max(_metadata.file_size) AS bytes FROM (${table}) GROUP BY _metadata.file_path)`,
    ),
  )
  return { numRead: Number(row.files), numBytes: Number(row.bytes) }
}
