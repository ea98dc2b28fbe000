import type { ColumnMetaData, PageHeader } from 'hyparquet'
import { expect, it } from 'vitest'
import { decodePages } from '../../src/sparkml/decode-page.ts'
import type { Page } from '../../src/sparkml/read-pages.ts'

const required = { maxDefinition: 0, listDefinitions: [] }
const optional = { maxDefinition: 1, listDefinitions: [] }
const list = { maxDefinition: 1, listDefinitions: [1] }

const column: ColumnMetaData = {
  type: 'INT32',
  encodings: [],
  path_in_schema: ['id'],
  codec: 'UNCOMPRESSED',
  num_values: 3n,
  total_uncompressed_size: 0n,
  total_compressed_size: 0n,
  data_page_offset: 4n,
}

const rle = { definition_level_encoding: 'RLE', repetition_level_encoding: 'RLE' } as const

/** A page of three entries as it stands in a file, without a codec. */
function makePage(bytes: readonly number[], header: Partial<PageHeader>): Page {
  const size = bytes.length
  const sizes = { uncompressed_page_size: size, compressed_page_size: size }
  return { header: { type: 'DATA_PAGE', ...sizes, ...header }, bytes: Uint8Array.from(bytes) }
}

function version1(
  encoding: 'PLAIN' | 'RLE_DICTIONARY' | 'DELTA_BINARY_PACKED',
  bytes: readonly number[],
): Page {
  return makePage(bytes, { data_page_header: { num_values: 3, encoding, ...rle } })
}

function version2(bytes: readonly number[], definitionBytes: number): Page {
  const lengths = { definition_levels_byte_length: definitionBytes, repetition_levels_byte_length: 0 }
  const counts = { num_values: 3, num_nulls: 1, num_rows: 3 }
  return makePage(bytes, {
    data_page_header_v2: { ...counts, ...lengths, encoding: 'PLAIN', is_compressed: false },
  })
}

const threeIntegers = [7, 0, 0, 0, 255, 255, 255, 255, 0, 1, 0, 0]
/** Levels 1, 0, 1 as a bit-packed group. */
const levels101 = [3, 0b101]

it('decodes values that are all there, of which no level is written', () => {
  const [page] = decodePages([version1('PLAIN', threeIntegers)], column, required)
  expect(page).toEqual({
    numEntries: 3,
    repetitions: null,
    definitions: null,
    values: Float64Array.of(7, -1, 256),
  })
})

it('decodes levels behind their length in version 1', () => {
  const bytes = [2, 0, 0, 0, ...levels101, ...threeIntegers.slice(0, 8)]
  const [page] = decodePages([version1('PLAIN', bytes)], column, optional)
  expect(page.definitions).toEqual(Uint8Array.of(1, 0, 1))
  expect(page.values).toEqual(Float64Array.of(7, -1))
})

it('decodes levels without a length in version 2', () => {
  const [page] = decodePages([version2([...levels101, ...threeIntegers.slice(0, 8)], 2)], column, optional)
  expect(page.definitions).toEqual(Uint8Array.of(1, 0, 1))
  expect(page.values).toEqual(Float64Array.of(7, -1))
})

const dictionary = makePage(threeIntegers, { dictionary_page_header: { num_values: 3, encoding: 'PLAIN' } })

it('looks indices up in the dictionary before', () => {
  // two bits each: 2, 0, 2
  const pages = [dictionary, version1('RLE_DICTIONARY', [2, 3, 0b100010, 0])]
  expect(decodePages(pages, column, required)[0].values).toEqual(Float64Array.of(256, 7, 256))
})

it('decodes strings, and refuses those that are no UTF-8', () => {
  const strings: ColumnMetaData = { ...column, type: 'BYTE_ARRAY' }
  const bytes = [2, 0, 0, 0, 0xc3, 0xbc, 0, 0, 0, 0, 1, 0, 0, 0, 0x61]
  expect(decodePages([version1('PLAIN', bytes)], strings, required)[0].values).toEqual(['ü', '', 'a'])
  const broken = bytes.with(5, 0x20)
  expect(() => decodePages([version1('PLAIN', broken)], strings, required)).toThrow(/valid/)
  const cut = bytes.with(0, 12)
  expect(() => decodePages([version1('PLAIN', cut)], strings, required)).toThrow('string is cut off')
})

it.each<[string, Page[], typeof required | typeof list, string]>([
  [
    'an index past the dictionary',
    [dictionary, version1('RLE_DICTIONARY', [2, 3, 0b111111, 0])],
    required,
    'entry 3 of a dictionary of 3',
  ],
  [
    'an encoding that no writer of ours uses',
    [version1('DELTA_BINARY_PACKED', [])],
    required,
    'values in the encoding DELTA_BINARY_PACKED',
  ],
  [
    'fewer values than the header says',
    [version1('PLAIN', threeIntegers.slice(1))],
    required,
    '11 bytes cannot hold 3 values of type INT32',
  ],
  ['levels longer than the page', [version1('PLAIN', [9, 0, 0, 0, 3, 5])], list, 'levels are cut off'],
  ['levels of version 2 longer than the page', [version2([3], 2)], optional, 'levels are cut off'],
  ['a page of no known kind', [makePage([], {})], required, 'page of type DATA_PAGE'],
])('refuses %s', (_, pages, levels, message) => {
  expect(() => decodePages(pages, column, levels)).toThrow(message)
})

it('refuses another type', () => {
  const boolean: ColumnMetaData = { ...column, type: 'BOOLEAN' }
  expect(() => decodePages([version1('PLAIN', [1])], boolean, required)).toThrow('values of type BOOLEAN')
})
