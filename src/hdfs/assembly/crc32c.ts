/** Bytes of each CRC. */
const CHUNK_BYTES: usize = 512
/** Bytes of one table. */
const TABLE_BYTES: usize = 1024
/** The first bytes of a chunk, which are folded onto the others. */
const FOLDED_BYTES: usize = 400
/** The others, on which the tables are used. */
const REST_BYTES: usize = 112
/** Bytes between what is folded of one chunk and of the next; a multiple of 16. */
const STRIDE: usize = 624

/** Table k says what a byte does to the CRC k bytes further on: eight tables take eight bytes a step. */
const tables = memory.data(8192, 16)

/** Where the bytes are put, 65,536 at most. */
export const input = memory.data(65536, 16)
/** Where the CRCs are found, u32 big-endian. */
export const output = memory.data(512, 16)

/** For two chunks: 112 zeros, which stand before the chunk, the folded bytes, and zeros again. */
const folded = memory.data(1248, 16) + 112
/** What is left of two chunks. */
const rests = memory.data(224, 16)

/** Takes the CRC of each 512 bytes of the input; the last may have fewer. */
export function takeCrcs(numBytes: usize): void {
  const end = input + numBytes
  let at = input
  let out = output
  for (; at + 2 * CHUNK_BYTES <= end; at += 2 * CHUNK_BYTES, out += 8) {
    foldTwo(at)
    takeTwo(out)
  }
  for (; at < end; at += CHUNK_BYTES, out += 4) takeOne(at, min(at + CHUNK_BYTES, end), out)
}

/**
 * Folds the first 400 bytes of two chunks onto their last 112, which then have the same CRC, but for its start.
 *
 * The polynomial of CRC-32C divides x^832 + x^456 + x^424 + x^392 + x^152 + x^112 + x^32 + 1 (bytes apart: 104, 57, 53,
 * 49, 19, 14, 4, 0). So a byte may be taken out if it is added 47, 51, 55, 85, 90, 100 and 104 bytes further on.
 * Of all such multiples of 8 terms and up to 112 bytes it is the only one that reaches at least 32 bytes ahead, and no
 * multiple of fewer terms is as short: 6 terms take 209 bytes. Two chunks take turns, as a vector that has just been
 * written cannot be read at another offset at once.
 *
 * Source: S. Russell, Chorba: A novel CRC32 implementation, 2024, on sparse multiples.
 */
function foldTwo(from: usize): void {
  // a CRC starts with all bits set
  const start = i32x4(-1, 0, 0, 0)
  fold(from, folded, start)
  fold(from + CHUNK_BYTES, folded + STRIDE, start)
  for (let at: usize = 16; at < FOLDED_BYTES; at += 16) {
    fold(from + at, folded + at, reaching(folded + at))
    fold(from + CHUNK_BYTES + at, folded + STRIDE + at, reaching(folded + STRIDE + at))
  }
  for (let at: usize = 0; at < REST_BYTES; at += 16) {
    const next = FOLDED_BYTES + at
    fold(from + next, rests + at, reaching(folded + next))
    fold(from + CHUNK_BYTES + next, rests + REST_BYTES + at, reaching(folded + STRIDE + next))
  }
}

function fold(from: usize, to: usize, added: v128): void {
  v128.store(to, v128.xor(v128.load(from), added))
}

/** Gives what the bytes before come to at an address. */
function reaching(at: usize): v128 {
  const near = v128.xor(v128.xor(v128.load(at - 47), v128.load(at - 51)), v128.load(at - 55))
  const far = v128.xor(v128.xor(v128.load(at - 85), v128.load(at - 90)), v128.load(at - 100))
  return v128.xor(v128.xor(near, far), v128.load(at - 104))
}

/**
 * Takes the CRCs of the two rests; two at a time, as each step waits for the one before it.
 *
 * Source: M. E. Kounavis and F. L. Berry, Novel Table Lookup-Based Algorithms for High-Performance CRC
 * Generation, 2008.
 */
function takeTwo(out: usize): void {
  let first: u32 = 0
  let second: u32 = 0
  for (let at = rests; at < rests + REST_BYTES; at += 8) {
    const a = load<u32>(at) ^ first
    const b = load<u32>(at, 4)
    const c = load<u32>(at + REST_BYTES) ^ second
    const d = load<u32>(at + REST_BYTES, 4)
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
