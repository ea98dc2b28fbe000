import { crc32 } from 'node:zlib'
import type { AsyncBuffer, ColumnMetaData, DataReader, PageHeader } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'

/** Values a byte of the file that a column may claim; a run of equal values takes almost none. */
const MAX_VALUES_PER_BYTE = 8

/** Bytes that a page may unpack to; writers cut pages at one or a few MB. */
const MAX_PAGE_BYTES = 2 ** 28

/** A page of a column chunk: its header and its bytes, still packed. */
export interface Page {
  readonly header: PageHeader
  readonly bytes: Uint8Array
}

/**
 * Reads the pages of a column chunk and refuses those whose headers cannot be right, before anything is
 * allocated or unpacked by what they say.
 *
 * Pages that carry a checksum are compared with it: Spark writes them, DuckDB and hyparquet-writer do not.
 *
 * @throws Error that says which rule is broken.
 */
export async function readPages(buffer: AsyncBuffer, column: ColumnMetaData): Promise<Page[]> {
  const numValues = Number(column.num_values)
  if (!(numValues >= 0 && numValues <= buffer.byteLength * MAX_VALUES_PER_BYTE)) {
    throw new Error(`${buffer.byteLength} bytes cannot hold ${numValues} values`)
  }
  const start = Number(column.dictionary_page_offset || column.data_page_offset)
  const end = start + Number(column.total_compressed_size)
  if (!(start >= 0 && end >= start && end <= buffer.byteLength)) {
    throw new Error(`pages in [${start}, ${end}) of ${buffer.byteLength} bytes`)
  }
  const reader = { view: new DataView(await buffer.slice(start, end)), offset: 0 }
  const pages: Page[] = []
  while (reader.offset < reader.view.byteLength) pages.push(readPage(reader))
  const found = pages.reduce((sum, { header }) => sum + countValues(header), 0)
  if (found !== numValues) throw new Error(`pages hold ${found} of ${numValues} values`)
  return pages
}

/** Reads the page at the reader and moves behind it. */
function readPage(reader: DataReader): Page {
  const header = parquetHeader(reader)
  const { compressed_page_size: size, uncompressed_page_size: unpacked, crc } = header
  if (!(size >= 0 && size <= reader.view.byteLength - reader.offset)) throw new Error(`page of ${size} bytes`)
  if (!(unpacked >= 0 && unpacked <= MAX_PAGE_BYTES)) throw new Error(`page of ${unpacked} bytes unpacked`)
  const bytes = new Uint8Array(reader.view.buffer, reader.view.byteOffset + reader.offset, size)
  reader.offset += size
  if (crc !== undefined && crc32(bytes) !== crc >>> 0) throw new Error('page checksum does not match')
  return { header, bytes }
}

/** Values of a data page, nulls included; 0 for a dictionary, whose values are no rows. */
function countValues(header: PageHeader): number {
  if (header.dictionary_page_header !== undefined) return 0
  const numValues = (header.data_page_header ?? header.data_page_header_v2)?.num_values ?? Number.NaN
  if (!(numValues >= 0)) throw new Error(`page of ${numValues} values`)
  return numValues
}
