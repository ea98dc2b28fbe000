import type { ColumnMetaData, PageHeader, SchemaElement } from 'hyparquet'
import { DEFAULT_PARSERS } from 'hyparquet/src/convert.js'
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js'
import { readPlain } from 'hyparquet/src/plain.js'
import { getMaxDefinitionLevel, getSchemaPath } from 'hyparquet/src/schema.js'
import { compressors } from 'hyparquet-compressors'

/** What a page says of one leaf column, in Dremel's form. */
export interface LeafPage {
  /** Entries of the page: elements, and one for each row or list without any. */
  readonly numLevels: number
  /** 0 where an entry begins a row, [numLevels]; empty where each does. */
  readonly repetitions: ArrayLike<number>
  /** `maxDefinition` where an entry has a value, [numLevels]; empty where each has. */
  readonly definitions: ArrayLike<number>
  readonly maxDefinition: number
  /** The values, [entries that have one]; NaN where the dictionary lacks one. */
  readonly values: Float64Array
}

/** Decodes the pages of a column chunk one after another. */
export interface PageDecoder {
  /** Gives what a data page holds; `null` for a dictionary, which is kept for the pages after it. */
  decode(header: PageHeader, bytes: Uint8Array): LeafPage | null
}

/**
 * Makes a decoder of the pages of a column chunk of INT32 or DOUBLE.
 *
 * Source: apache/parquet-format, README.md and Encodings.md.
 */
export function pageDecoder(schema: SchemaElement[], column: ColumnMetaData): PageDecoder {
  const schemaPath = getSchemaPath(schema, column.path_in_schema)
  const maxDefinition = getMaxDefinitionLevel(schemaPath)
  const { element } = schemaPath[schemaPath.length - 1]
  const { type, codec, path_in_schema: pathInSchema } = column
  const leaf = { type, element, schemaPath, codec, pathInSchema, compressors, parsers: DEFAULT_PARSERS }
  const decompress = (bytes: Uint8Array, header: PageHeader) =>
    decompressPage(bytes, header.uncompressed_page_size, codec, compressors)
  let dictionary: ArrayLike<unknown> = []

  return {
    decode(header, bytes) {
      if (header.dictionary_page_header !== undefined) {
        const page = decompress(bytes, header)
        const reader = { view: new DataView(page.buffer, page.byteOffset, page.byteLength), offset: 0 }
        dictionary = readPlain(reader, type, header.dictionary_page_header.num_values, undefined)
        return null
      }
      const first = header.data_page_header
      const data = first ?? header.data_page_header_v2
      if (data === undefined) throw new Error(`page of type ${header.type}`)
      const page =
        first === undefined
          ? readDataPageV2(bytes, header, leaf)
          : readDataPage(decompress(bytes, header), first, leaf)
      return {
        numLevels: data.num_values,
        repetitions: page.repetitionLevels,
        definitions: page.definitionLevels ?? [],
        maxDefinition,
        values: numbersFrom(page.dataPage, data.encoding.endsWith('_DICTIONARY') ? dictionary : null),
      }
    },
  }
}

/** Gives a page's values as doubles; with a dictionary, the page holds indices into it. */
function numbersFrom(page: ArrayLike<unknown>, dictionary: ArrayLike<unknown> | null): Float64Array {
  if (page instanceof Float64Array && dictionary === null) return page
  const numbers = new Float64Array(page.length)
  for (let at = 0; at < page.length; at++) {
    numbers[at] = Number(dictionary === null ? page[at] : dictionary[Number(page[at])])
  }
  return numbers
}
