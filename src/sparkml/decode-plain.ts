import type { ParquetType } from 'hyparquet'

/** Values of a leaf column: numbers, or strings where the column holds bytes. */
export type LeafValues = Float64Array | readonly string[]

/**
 * Decodes values that stand one after another, as in a dictionary or a page without one.
 *
 * @param bytes  Values of INT32, DOUBLE or BYTE_ARRAY (UTF-8 behind its length), little-endian.
 * @returns [count] values; integers as doubles.
 * @throws Error if the bytes end before, or for another type.
 *
 * Source: apache/parquet-format, Encodings.md, "Plain".
 */
export function decodePlain(bytes: Uint8Array, type: ParquetType, count: number): LeafValues {
  if (type === 'BYTE_ARRAY') return decodeStrings(bytes, count)
  if (type !== 'INT32' && type !== 'DOUBLE') throw new Error(`values of type ${type}`)
  const size = count * (type === 'INT32' ? 4 : 8)
  if (size > bytes.length)
    throw new Error(`${bytes.length} bytes cannot hold ${count} values of type ${type}`)
  // a copy, because a page may begin at any byte and a typed array may not
  const { buffer } = bytes.slice(0, size)
  return type === 'DOUBLE' ? new Float64Array(buffer) : new Float64Array(new Int32Array(buffer))
}

function decodeStrings(bytes: Uint8Array, count: number): readonly string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const strings: string[] = []
  let at = 0
  while (strings.length < count) {
    const start = at + 4
    const end = start + view.getUint32(at, true)
    if (end > bytes.length) throw new Error('string is cut off')
    strings.push(decoder.decode(bytes.subarray(start, end)))
    at = end
  }
  return strings
}
