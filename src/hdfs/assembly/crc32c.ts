/** Bytes of each CRC. */
const CHUNK_BYTES: usize = 512
/** Bytes of one table. */
const TABLE_BYTES: usize = 1024

/** Table k says what a byte does to the CRC k bytes further on: eight tables take eight bytes a step. */
const tables = memory.data(8192, 16)

/** Where the bytes are put, 65,536 at most. */
export const input = memory.data(65536, 16)
/** Where the CRCs are found, u32 big-endian. */
export const output = memory.data(512, 16)

/**
 * Takes the CRC of each 512 bytes of the input; the last may have fewer.
 *
 * Two are taken at a time, as each step waits for the one before it.
 *
 * Source: M. E. Kounavis and F. L. Berry, Novel Table Lookup-Based Algorithms for High-Performance CRC
 * Generation, 2008.
 */
export function takeCrcs(numBytes: usize): void {
  const end = input + numBytes
  let at = input
  let out = output
  for (; at + 2 * CHUNK_BYTES <= end; at += 2 * CHUNK_BYTES, out += 8) takeTwo(at, out)
  for (; at < end; at += CHUNK_BYTES, out += 4) takeOne(at, min(at + CHUNK_BYTES, end), out)
}

function takeTwo(start: usize, out: usize): void {
  let first: u32 = -1
  let second: u32 = -1
  for (let at = start; at < start + CHUNK_BYTES; at += 8) {
    const a = load<u32>(at) ^ first
    const b = load<u32>(at, 4)
    const c = load<u32>(at + CHUNK_BYTES) ^ second
    const d = load<u32>(at + CHUNK_BYTES, 4)
    first = entry(7, a) ^ entry(6, a >> 8) ^ entry(5, a >> 16) ^ entry(4, a >> 24)
    first ^= entry(3, b) ^ entry(2, b >> 8) ^ entry(1, b >> 16) ^ entry(0, b >> 24)
    second = entry(7, c) ^ entry(6, c >> 8) ^ entry(5, c >> 16) ^ entry(4, c >> 24)
    second ^= entry(3, d) ^ entry(2, d >> 8) ^ entry(1, d >> 16) ^ entry(0, d >> 24)
  }
  store<u32>(out, bswap(~first))
  store<u32>(out, bswap(~second), 4)
}

function takeOne(start: usize, end: usize, out: usize): void {
  let crc: u32 = -1
  for (let at = start; at < end; at++) crc = entry(0, crc ^ load<u8>(at)) ^ (crc >> 8)
  store<u32>(out, bswap(~crc))
}

/** Gives what the lowest byte of a word does, by one of the tables. */
function entry(table: usize, word: u32): u32 {
  return load<u32>(tables + table * TABLE_BYTES + ((<usize>(word & 255)) << 2))
}

for (let byte: u32 = 0; byte < 256; byte++) {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >> 1) ^ 0x82f63b78 : crc >> 1
  store<u32>(tables + (byte << 2), crc)
}
for (let at: usize = tables; at < tables + 7 * TABLE_BYTES; at += 4) {
  const before = load<u32>(at)
  store<u32>(at + TABLE_BYTES, entry(0, before) ^ (before >> 8))
}
