import { PACKED_BYTES } from './row'

/** Logarithm of the bytes that one feature takes in a histogram: 256 packed numbers. */
export const FEATURE_SHIFT: usize = 11

/** Bytes of one feature's bins, in whole vectors; a histogram's other bytes are never read. */
function usedBytes(numBins: usize): usize {
  return ((numBins << 3) + 15) & ~(<usize>15)
}

/** Sets a histogram to zero. */
export function clearHistogram(histogram: usize, numBins: usize, numFeatures: usize): void {
  for (let feature: usize = 0; feature < numFeatures; feature++) {
    memory.fill(histogram + (feature << FEATURE_SHIFT), 0, usedBytes(load<u32>(numBins + (feature << 2))))
  }
}

/** Takes one histogram from another, in place: what a parent's leaves is the other child's. */
export function subtractHistogram(histogram: usize, other: usize, numBins: usize, numFeatures: usize): void {
  for (let feature: usize = 0; feature < numFeatures; feature++) {
    const at = feature << FEATURE_SHIFT
    const end = usedBytes(load<u32>(numBins + (feature << 2)))
    for (let cell: usize = at; cell < at + end; cell += 16) {
      const rest = i64x2.sub(v128.load(histogram + cell), v128.load(other + cell))
      v128.store(histogram + cell, rest)
    }
  }
}

/** Adds a packed number to the bin of one feature. */
function addToBin(cells: usize, bin: usize, packed: i64): void {
  const cell = cells + (bin << 3)
  store<i64>(cell, load<i64>(cell) + packed)
}

/**
 * Adds rows to a histogram, or takes them from it.
 *
 * @param sign  1 adds, -1 takes.
 */
export function addRows(
  rows: usize,
  end: usize,
  stride: usize,
  numFeatures: usize,
  histogram: usize,
  sign: i32,
): void {
  const sixteens = numFeatures & ~(<usize>7)
  const rest = numFeatures & 7
  for (let row = rows; row < end; row += stride) {
    const packed = load<i64>(row + stride - PACKED_BYTES) * sign
    let at = row
    let cells = histogram
    for (const last = row + sixteens; at < last; at += 8, cells += 8 << FEATURE_SHIFT) {
      let cell = cells + ((<usize>load<u8>(at)) << 3)
      store<i64>(cell, load<i64>(cell) + packed)
      cell = cells + ((<usize>load<u8>(at, 1)) << 3)
      store<i64>(cell, load<i64>(cell, 2048) + packed, 2048)
      cell = cells + ((<usize>load<u8>(at, 2)) << 3)
      store<i64>(cell, load<i64>(cell, 4096) + packed, 4096)
      cell = cells + ((<usize>load<u8>(at, 3)) << 3)
      store<i64>(cell, load<i64>(cell, 6144) + packed, 6144)
      cell = cells + ((<usize>load<u8>(at, 4)) << 3)
      store<i64>(cell, load<i64>(cell, 8192) + packed, 8192)
      cell = cells + ((<usize>load<u8>(at, 5)) << 3)
      store<i64>(cell, load<i64>(cell, 10240) + packed, 10240)
      cell = cells + ((<usize>load<u8>(at, 6)) << 3)
      store<i64>(cell, load<i64>(cell, 12288) + packed, 12288)
      cell = cells + ((<usize>load<u8>(at, 7)) << 3)
      store<i64>(cell, load<i64>(cell, 14336) + packed, 14336)
    }
    for (let feature: usize = 0; feature < rest; feature++) {
      addToBin(cells + (feature << FEATURE_SHIFT), load<u8>(at + feature), packed)
    }
  }
}
