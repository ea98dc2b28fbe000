import { packedOf, TAIL_BYTES } from './row'

/**
 * Bytes that one bundle of features takes in a histogram: 256 packed numbers, and a cache line more, as at a power of two
 * the same code of two bundles would be taken for the same address.
 */
export const BUNDLE_BYTES: usize = 2048 + 64

/** Bytes of one bundle's codes, in whole vectors; a histogram's other bytes are never read. */
function usedBytes(numCodes: usize): usize {
  return ((numCodes << 3) + 15) & ~(<usize>15)
}

/** Sets a histogram to zero. */
export function clearHistogram(histogram: usize, numCodes: usize, numBundles: usize): void {
  for (let bundle: usize = 0; bundle < numBundles; bundle++) {
    const at = histogram + bundle * BUNDLE_BYTES
    const end = at + usedBytes(load<u32>(numCodes + (bundle << 2)))
    for (let cell = at; cell < end; cell += 16) v128.store(cell, i64x2.splat(0))
  }
}

/**
 * Sums histograms into another.
 *
 * @param first  The first of `count` histograms that lie `step` bytes apart.
 */
export function sumHistograms(
  first: usize,
  step: usize,
  count: usize,
  out: usize,
  numCodes: usize,
  numBundles: usize,
): void {
  for (let bundle: usize = 0; bundle < numBundles; bundle++) {
    const at = bundle * BUNDLE_BYTES
    const end = usedBytes(load<u32>(numCodes + (bundle << 2)))
    for (let cell: usize = at; cell < at + end; cell += 16) {
      let sum = v128.load(first + cell)
      for (let other: usize = 1; other < count; other++)
        sum = i64x2.add(sum, v128.load(first + other * step + cell))
      v128.store(out + cell, sum)
    }
  }
}

/** Takes one histogram from another, in place: what a parent's leaves is the other child's. */
export function subtractHistogram(histogram: usize, other: usize, numCodes: usize, numBundles: usize): void {
  for (let bundle: usize = 0; bundle < numBundles; bundle++) {
    const at = bundle * BUNDLE_BYTES
    const end = usedBytes(load<u32>(numCodes + (bundle << 2)))
    for (let cell: usize = at; cell < at + end; cell += 16) {
      const rest = i64x2.sub(v128.load(histogram + cell), v128.load(other + cell))
      v128.store(histogram + cell, rest)
    }
  }
}

/**
 * Adds rows to a histogram, or takes them from it; see packedOf.
 *
 * @param sign  1 adds, -1 takes.
 */
export function addToHistogram<T>(
  rows: usize,
  end: usize,
  stride: usize,
  numBundles: usize,
  histogram: usize,
  sign: i32,
  center: f64,
  scale: f64,
): void {
  const eights = numBundles & ~(<usize>7)
  const rest = numBundles & 7
  for (let row = rows; row < end; row += stride) {
    const packed = packedOf<T>(row + stride - TAIL_BYTES, center, scale) * sign
    let at = row
    let cells = histogram
    for (const last = row + eights; at < last; at += 8, cells += 8 * BUNDLE_BYTES) {
      addToCode(at, cells, 0, packed)
      addToCode(at, cells, 1, packed)
      addToCode(at, cells, 2, packed)
      addToCode(at, cells, 3, packed)
      addToCode(at, cells, 4, packed)
      addToCode(at, cells, 5, packed)
      addToCode(at, cells, 6, packed)
      addToCode(at, cells, 7, packed)
    }
    if (rest & 4) {
      addToCode(at, cells, 0, packed)
      addToCode(at, cells, 1, packed)
      addToCode(at, cells, 2, packed)
      addToCode(at, cells, 3, packed)
      at += 4
      cells += 4 * BUNDLE_BYTES
    }
    if (rest & 2) {
      addToCode(at, cells, 0, packed)
      addToCode(at, cells, 1, packed)
      at += 2
      cells += 2 * BUNDLE_BYTES
    }
    if (rest & 1) addToCode(at, cells, 0, packed)
  }
}

/** Adds a packed number to the code of one bundle; what does not change with the row is folded into the address. */
function addToCode(row: usize, cells: usize, bundle: usize, packed: i64): void {
  const cell = cells + ((<usize>load<u8>(row + bundle)) << 3) + bundle * BUNDLE_BYTES
  store<i64>(cell, load<i64>(cell) + packed)
}
