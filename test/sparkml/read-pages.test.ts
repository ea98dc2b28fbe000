import { crc32 } from 'node:zlib'
import { expect, it } from 'vitest'
import { readPages } from '../../src/sparkml/read-pages.ts'

interface PageSpec {
  readonly numValues?: number
  readonly size?: number
  readonly unpacked?: number
  readonly checksum?: number
}

const content = [10, 20, 30, 40]

/** A signed integer as Thrift's compact protocol has it: zigzag, seven bits a byte. */
function varint(value: number): number[] {
  const bytes: number[] = []
  let rest = value < 0 ? -2 * value - 1 : 2 * value
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128)
  return [...bytes, rest]
}

/** A data page of version 1: header fields 1 to 5 (type, unpacked size, size, crc, data page), then its bytes. */
function pageBytes({ numValues = 2, size = 4, unpacked = 4, checksum }: PageSpec): number[] {
  const crc = checksum === undefined ? [] : [0x15, ...varint(checksum | 0)]
  const dataPage = [
    checksum === undefined ? 0x2c : 0x1c,
    0x15,
    ...varint(numValues),
    0x15,
    0,
    0x15,
    6,
    0x15,
    6,
    0,
  ]
  return [0x15, 0, 0x15, ...varint(unpacked), 0x15, ...varint(size), ...crc, ...dataPage, 0, ...content]
}

/** Reads a column chunk that is the whole file. */
function read(bytes: readonly number[], chunk: { numValues?: bigint; start?: bigint; size?: bigint } = {}) {
  const { buffer } = Uint8Array.from(bytes)
  const file = {
    byteLength: bytes.length,
    slice: (start: number, end?: number) => buffer.slice(start, end),
  }
  return readPages(file, {
    type: 'INT32',
    encodings: ['PLAIN'],
    path_in_schema: ['id'],
    codec: 'UNCOMPRESSED',
    num_values: chunk.numValues ?? 2n,
    total_uncompressed_size: BigInt(bytes.length),
    total_compressed_size: chunk.size ?? BigInt(bytes.length),
    data_page_offset: chunk.start ?? 0n,
  })
}

it('reads page after page', async () => {
  const pages = await read([...pageBytes({}), ...pageBytes({ numValues: 3 })], { numValues: 5n })
  expect(pages.map(({ header }) => header.data_page_header?.num_values)).toEqual([2, 3])
  expect([...pages[1].bytes]).toEqual(content)
})

it('takes a page whose checksum matches, and one without', async () => {
  await expect(read(pageBytes({ checksum: crc32(Uint8Array.from(content)) }))).resolves.toHaveLength(1)
  await expect(read(pageBytes({}))).resolves.toHaveLength(1)
})

it.each<[string, number[], Parameters<typeof read>[1], string]>([
  ['another checksum', pageBytes({ checksum: 7 }), {}, 'page checksum does not match'],
  ['fewer values than the chunk says', pageBytes({}), { numValues: 3n }, 'pages hold 2 of 3 values'],
  ['fewer than no values', pageBytes({ numValues: -2 }), { numValues: 2n }, 'page of -2 values'],
  [
    'more values than bytes could be',
    pageBytes({}),
    { numValues: 1_000_000n },
    'bytes cannot hold 1000000 values',
  ],
  ['a page longer than the chunk', pageBytes({ size: 5 }), {}, 'page of 5 bytes'],
  ['a page shorter than nothing', pageBytes({ size: -1 }), {}, 'page of -1 bytes'],
  [
    'a page that would fill the memory',
    pageBytes({ unpacked: 2 ** 30 }),
    {},
    'page of 1073741824 bytes unpacked',
  ],
  ['pages past the end of the file', pageBytes({}), { start: 1n }, 'pages in [1, '],
  ['pages before its start', pageBytes({}), { start: -1n }, 'pages in [-1, '],
  ['a header that is cut off', pageBytes({}).slice(0, 9), {}, 'thrift'],
])('refuses %s', async (_, bytes, chunk, message) => {
  await expect(read(bytes, chunk)).rejects.toThrow(message)
})
