/** Widest integers that are decoded: no dictionary of a model has more entries. */
const MAX_BIT_WIDTH = 24

/**
 * Decodes Parquet's mix of runs and bit-packed groups of eight, in which levels and dictionary indices stand.
 *
 * @param bytes     The encoded integers, without a length before them.
 * @param bitWidth  Bits of each; 0 stands for zeros alone.
 * @param values    As many as there are; overwritten.
 * @throws Error if the bytes end before.
 *
 * Source: apache/parquet-format, Encodings.md, "Run Length Encoding / Bit-Packing Hybrid".
 */
export function decodeHybrid(bytes: Uint8Array, bitWidth: number, values: Uint8Array | Int32Array): void {
  if (bitWidth > MAX_BIT_WIDTH) throw new Error(`integers of ${bitWidth} bits`)
  if (bitWidth === 0) {
    values.fill(0)
    return
  }
  let at = 0
  let filled = 0
  while (filled < values.length) {
    const header = readVarInt(bytes, at)
    at = header.end
    const left = values.length - filled
    if (header.value & 1) {
      const numGroups = header.value >>> 1
      const numValues = Math.min(numGroups * 8, left)
      unpackBits(bytes, at, bitWidth, values.subarray(filled, filled + numValues))
      at += numGroups * bitWidth
      filled += numValues
    } else {
      const numValues = Math.min(header.value >>> 1, left)
      const end = at + Math.ceil(bitWidth / 8)
      values.fill(readInteger(bytes, at, end), filled, filled + numValues)
      at = end
      filled += numValues
    }
  }
}

function readVarInt(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  for (let at = start; at < bytes.length && at < start + 5; at++) {
    value |= (bytes[at] & 0x7f) << (7 * (at - start))
    if (bytes[at] < 0x80) return { value: value >>> 0, end: at + 1 }
  }
  throw new Error('run without a length')
}

/** Reads a little-endian integer from [start, end). */
function readInteger(bytes: Uint8Array, start: number, end: number): number {
  if (end > bytes.length) throw new Error('run without a value')
  let value = 0
  for (let at = end - 1; at >= start; at--) value = (value << 8) | bytes[at]
  return value
}

/** Unpacks as many integers as there are values, lowest bits first. */
function unpackBits(
  bytes: Uint8Array,
  start: number,
  bitWidth: number,
  values: Uint8Array | Int32Array,
): void {
  if (start + Math.ceil((values.length * bitWidth) / 8) > bytes.length)
    throw new Error('bit-packed run is cut off')
  const mask = (1 << bitWidth) - 1
  let at = start
  let buffer = 0
  let numBits = 0
  for (let index = 0; index < values.length; index++) {
    while (numBits < bitWidth) {
      buffer |= bytes[at++] << numBits
      numBits += 8
    }
    values[index] = buffer & mask
    buffer >>>= bitWidth
    numBits -= bitWidth
  }
}
