import type { ColumnMetaData, RowGroup } from 'hyparquet'
import { parquetHeader } from 'hyparquet/src/column.js'
import { FreeflowError } from '../errors.ts'
import { type LeafPage, pageDecoder } from './decode-page.ts'
import type { ParquetFile } from './open-parquet.ts'

/**
 * Reads the numbers of one leaf column of a row group: of each row its first, second ... element.
 *
 * hyparquet's own assembly makes nested arrays of each value; here the levels and values of a page go straight
 * into arrays, in a fifteenth of the time.
 *
 * @param path     Path of the number or list in the schema; what lies below a list has no name of its own.
 * @param targets  One array an element, [rows of the group] each; overwritten. A row that has not as many
 *   elements as there are targets reads as NaN in all of them.
 * @throws FreeflowError `data` if there is no such column, or it holds no INT32 or DOUBLE or other rows than
 *   the group; what hyparquet throws where bytes are malformed.
 */
export async function readLeaf(
  file: ParquetFile,
  group: RowGroup,
  path: readonly string[],
  targets: readonly Float64Array[],
): Promise<void> {
  const column = findColumn(file, group, path)
  const start = Number(column.dictionary_page_offset || column.data_page_offset)
  const bytes = await file.buffer.slice(start, start + Number(column.total_compressed_size))
  const decoder = pageDecoder(file.metadata.schema, column)
  const reader = { view: new DataView(bytes), offset: 0 }
  const counts = new Uint32Array(targets[0].length)
  let numRows = 0
  while (reader.offset < bytes.byteLength) {
    const header = parquetHeader(reader)
    const page = decoder.decode(header, new Uint8Array(bytes, reader.offset, header.compressed_page_size))
    reader.offset += header.compressed_page_size
    if (page !== null) numRows = fillRows(page, numRows, counts, targets)
  }
  if (numRows !== counts.length) {
    const rule = `${numRows} rows in a row group of ${counts.length}`
    throw new FreeflowError('data', `${file.path}: column ${path.join('.')} has ${rule}`)
  }
  voidOtherCounts(counts, targets)
}

function findColumn(file: ParquetFile, group: RowGroup, path: readonly string[]): ColumnMetaData {
  const found = group.columns.flatMap(({ meta_data: column }) =>
    column !== undefined && path.every((name, depth) => column.path_in_schema[depth] === name)
      ? [column]
      : [],
  )
  const name = `${file.path}: column ${path.join('.')}`
  if (found.length !== 1)
    throw new FreeflowError('data', `${name} must be there once, is ${found.length} times`)
  const [column] = found
  if (column.type !== 'INT32' && column.type !== 'DOUBLE') {
    throw new FreeflowError('data', `${name} must hold INT32 or DOUBLE, holds ${column.type}`)
  }
  return column
}

/**
 * Puts the values of a page behind those of the pages before it.
 *
 * @param numRows  Rows begun so far.
 * @param counts   Elements that each row has so far, [rows of the group]; counted up.
 * @returns Rows begun after the page.
 */
function fillRows(
  page: LeafPage,
  numRows: number,
  counts: Uint32Array,
  targets: readonly Float64Array[],
): number {
  const { numLevels, repetitions, definitions, maxDefinition, values } = page
  let row = numRows - 1
  let at = 0
  for (let level = 0; level < numLevels; level++) {
    if (repetitions.length === 0 || repetitions[level] === 0) row++
    if (row < 0 || row >= counts.length) throw new RangeError(`page has more rows than its row group`)
    if (definitions.length > 0 && definitions[level] !== maxDefinition) continue
    const element = counts[row]++
    if (element < targets.length) targets[element][row] = values[at]
    at++
  }
  return row + 1
}

function voidOtherCounts(counts: Uint32Array, targets: readonly Float64Array[]): void {
  for (let row = 0; row < counts.length; row++) {
    if (counts[row] === targets.length) continue
    for (const target of targets) target[row] = Number.NaN
  }
}
