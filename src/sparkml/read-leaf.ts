import type { ColumnMetaData, RowGroup } from 'hyparquet'
import { getSchemaPath } from 'hyparquet/src/schema.js'
import { FreeflowError } from '../errors.ts'
import { decodePages, type LeafLevels, type LeafPage } from './decode-page.ts'
import type { ParquetFile } from './open-parquet.ts'
import { readError } from './read-error.ts'
import { readPages } from './read-pages.ts'

/** A leaf column of a row group, decoded but not yet put together to rows. */
export interface Leaf {
  readonly levels: LeafLevels
  readonly pages: readonly LeafPage[]
}

/**
 * Reads a leaf column of a row group and puts it together.
 *
 * hyparquet reads the footer and the headers of the pages; the pages are decoded here, because its own
 * assembly takes ten times as long for a table of nodes and can end the process where bytes are malformed.
 *
 * @param names     Its path with dots between, as Spark's versions have it; the first that is there is read. What
 *   lies below a list has no name of its own.
 * @param assemble  `fillElements` or `valuesFromLeaf`.
 * @throws FreeflowError `data` if the column is not there or malformed.
 */
export async function readLeaf<T>(
  file: ParquetFile,
  group: RowGroup,
  names: readonly string[],
  assemble: (leaf: Leaf) => T,
): Promise<T> {
  const place = `${file.path}: column ${names[0]}`
  try {
    const column = findColumn(group, names)
    if (column === null) throw new FreeflowError('data', `${place} is not there`)
    const levels = findLevels(file, column)
    return assemble({ levels, pages: decodePages(await readPages(file.buffer, column), column, levels) })
  } catch (cause) {
    throw readError(place, cause)
  }
}

function findColumn(group: RowGroup, names: readonly string[]): ColumnMetaData | null {
  for (const { meta_data: column } of group.columns) {
    const path = `${column?.path_in_schema.join('.')}.`
    if (column !== undefined && names.some((name) => path.startsWith(`${name}.`))) return column
  }
  return null
}

function findLevels({ metadata }: ParquetFile, column: ColumnMetaData): LeafLevels {
  const listDefinitions: number[] = []
  let maxDefinition = 0
  for (const { element } of getSchemaPath(metadata.schema, column.path_in_schema).slice(1)) {
    if (element.repetition_type !== 'REQUIRED') maxDefinition++
    if (element.repetition_type === 'REPEATED') listDefinitions.push(maxDefinition)
  }
  return { maxDefinition, listDefinitions }
}
