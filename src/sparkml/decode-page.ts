import type { ColumnMetaData, PageHeader, ParquetType } from 'hyparquet'
import { decompressPage } from 'hyparquet/src/datapage.js'
import { compressors } from 'hyparquet-compressors'
import { decodeHybrid } from './decode-hybrid.ts'
import { decodePlain, type LeafValues } from './decode-plain.ts'
import type { Page } from './read-pages.ts'

/** Highest level that fits the arrays of levels. */
const MAX_LEVEL = 255

/** How deep a leaf column lies: in Dremel's terms, its highest levels. */
export interface LeafLevels {
  /** Level of an entry that has a value. */
  readonly maxDefinition: number
  /** For each list around the leaf, outermost first, the level from which on it has an element. */
  readonly listDefinitions: readonly number[]
}

/** Entries of a data page: elements, and one for each row, list or value that is empty or null. */
export interface LeafPage {
  readonly numEntries: number
  /** Number of lists that an entry continues, 0 where it begins a row, [numEntries]; `null` where each does. */
  readonly repetitions: Uint8Array | null
  /** How far the path of an entry is there, [numEntries]; `null` where each has a value. */
  readonly definitions: Uint8Array | null
  /** The values, [entries that have one]. */
  readonly values: LeafValues
}

/**
 * Decodes the pages of a column chunk, the dictionary first.
 *
 * Knows what Spark, DuckDB and hyparquet-writer write: plain or dictionary, in pages of version 1 or 2.
 *
 * @throws Error for another encoding or where the bytes do not hold what the header says.
 *
 * Source: apache/parquet-format, README.md, "Data Pages"; Melnik et al., Dremel, 2010.
 */
export function decodePages(pages: readonly Page[], column: ColumnMetaData, levels: LeafLevels): LeafPage[] {
  const { type, codec } = column
  const unpack = (bytes: Uint8Array, size: number) => decompressPage(bytes, size, codec, compressors)
  let dictionary: LeafValues = []
  const decoded: LeafPage[] = []
  for (const { header, bytes } of pages) {
    if (header.dictionary_page_header === undefined) {
      decoded.push(decodePage(splitPage(header, bytes, levels, unpack), { type, levels, dictionary }))
    } else {
      const plain = unpack(bytes, header.uncompressed_page_size)
      dictionary = decodePlain(plain, type, header.dictionary_page_header.num_values)
    }
  }
  return decoded
}

/** The parts of a data page, unpacked. */
interface PageParts {
  readonly numEntries: number
  readonly encoding: string
  readonly repetitions: Uint8Array
  readonly definitions: Uint8Array
  readonly values: Uint8Array
}

type Unpack = (bytes: Uint8Array, size: number) => Uint8Array

function splitPage(header: PageHeader, bytes: Uint8Array, levels: LeafLevels, unpack: Unpack): PageParts {
  const { data_page_header: first, data_page_header_v2: second, uncompressed_page_size: size } = header
  if (first !== undefined) {
    const page = unpack(bytes, size)
    const definitionsAt = levels.listDefinitions.length === 0 ? 0 : endOfPrefixed(page, 0)
    const valuesAt = levels.maxDefinition === 0 ? definitionsAt : endOfPrefixed(page, definitionsAt)
    return {
      numEntries: first.num_values,
      encoding: first.encoding,
      repetitions: page.subarray(4, definitionsAt),
      definitions: page.subarray(definitionsAt + 4, valuesAt),
      values: page.subarray(valuesAt),
    }
  }
  if (second === undefined) throw new Error(`page of type ${header.type}`)
  const definitionsAt = second.repetition_levels_byte_length
  const valuesAt = definitionsAt + second.definition_levels_byte_length
  if (!(definitionsAt >= 0 && valuesAt >= definitionsAt && valuesAt <= bytes.length)) {
    throw new Error('levels are cut off')
  }
  const packed = bytes.subarray(valuesAt)
  return {
    numEntries: second.num_values,
    encoding: second.encoding,
    repetitions: bytes.subarray(0, definitionsAt),
    definitions: bytes.subarray(definitionsAt, valuesAt),
    values: second.is_compressed === false ? packed : unpack(packed, size - valuesAt),
  }
}

/** Where levels end that stand behind their length in four bytes. */
function endOfPrefixed(page: Uint8Array, start: number): number {
  const length = new DataView(page.buffer, page.byteOffset, page.byteLength).getUint32(start, true)
  if (start + 4 + length > page.length) throw new Error('levels are cut off')
  return start + 4 + length
}

interface PageContext {
  readonly type: ParquetType
  readonly levels: LeafLevels
  readonly dictionary: LeafValues
}

function decodePage(parts: PageParts, { type, levels, dictionary }: PageContext): LeafPage {
  const { numEntries, encoding } = parts
  const repetitions = decodeLevels(parts.repetitions, levels.listDefinitions.length, numEntries)
  const definitions = decodeLevels(parts.definitions, levels.maxDefinition, numEntries)
  const numValues = definitions === null ? numEntries : countEqual(definitions, levels.maxDefinition)
  if (encoding === 'PLAIN') {
    return { numEntries, repetitions, definitions, values: decodePlain(parts.values, type, numValues) }
  }
  if (encoding !== 'PLAIN_DICTIONARY' && encoding !== 'RLE_DICTIONARY') {
    throw new Error(`values in the encoding ${encoding}`)
  }
  const indices = new Int32Array(numValues)
  if (numValues > 0) decodeHybrid(parts.values.subarray(1), parts.values[0], indices)
  return { numEntries, repetitions, definitions, values: lookUp(dictionary, indices) }
}

function decodeLevels(bytes: Uint8Array, maxLevel: number, numEntries: number): Uint8Array | null {
  if (maxLevel === 0) return null
  if (maxLevel > MAX_LEVEL) throw new Error(`${maxLevel} nested levels`)
  const levels = new Uint8Array(numEntries)
  decodeHybrid(bytes, 32 - Math.clz32(maxLevel), levels)
  return levels
}

function countEqual(levels: Uint8Array, wanted: number): number {
  let count = 0
  for (let index = 0; index < levels.length; index++) if (levels[index] === wanted) count++
  return count
}

function lookUp(dictionary: LeafValues, indices: Int32Array): LeafValues {
  for (let at = 0; at < indices.length; at++) {
    if (indices[at] >= dictionary.length) {
      throw new Error(`entry ${indices[at]} of a dictionary of ${dictionary.length}`)
    }
  }
  if (!(dictionary instanceof Float64Array)) return Array.from(indices, (index) => dictionary[index])
  const values = new Float64Array(indices.length)
  for (let at = 0; at < indices.length; at++) values[at] = dictionary[indices[at]]
  return values
}
