import { stat } from 'node:fs/promises'
import { asyncBufferFromFile, type FileMetaData, parquetMetadataAsync } from 'hyparquet'
import { FreeflowError } from '../errors.ts'
import { readError } from './read-error.ts'

/** Rows a byte that a footer may claim; a node takes several bytes, however well it is packed. */
const MAX_ROWS_PER_BYTE = 4

/** A Parquet file whose footer has been read. */
export interface ParquetFile {
  readonly path: string
  readonly buffer: Awaited<ReturnType<typeof asyncBufferFromFile>>
  readonly metadata: FileMetaData
  readonly numRows: number
}

/**
 * Opens a Parquet file: reads its footer and refuses one that cannot be right.
 *
 * @throws FreeflowError `data` if the footer is malformed, names a column twice or claims more rows than the
 *   file can hold.
 */
export async function openParquet(path: string): Promise<ParquetFile> {
  try {
    const { size } = await stat(path)
    const buffer = await asyncBufferFromFile(path)
    const metadata = await parquetMetadataAsync(buffer, { geoparquet: false })
    const rows = metadata.row_groups.map((group) => Number(group.num_rows))
    const numRows = rows.reduce((sum, count) => sum + count, 0)
    if (rows.some((count) => !(count >= 0)) || numRows > size * MAX_ROWS_PER_BYTE) {
      throw new FreeflowError('data', `${path}: ${size} bytes cannot hold the ${numRows} rows of the footer`)
    }
    for (const group of metadata.row_groups) refuseTwins(group.columns.map(leafName), path)
    return { path, buffer, metadata, numRows }
  } catch (cause) {
    throw readError(path, cause)
  }
}

function leafName({ meta_data: column }: FileMetaData['row_groups'][number]['columns'][number]): string {
  return column === undefined ? '' : column.path_in_schema.join('.')
}

function refuseTwins(names: readonly string[], path: string): void {
  const seen = new Set<string>()
  for (const name of names) {
    if (seen.has(name)) throw new FreeflowError('data', `${path}: column ${name} stands twice`)
    seen.add(name)
  }
}
