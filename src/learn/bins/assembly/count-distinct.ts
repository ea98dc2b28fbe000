/** The golden ratio in 64 bits: multiplied by it, what differs in any bit differs in the upper ones. */
const GOLDEN: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15

/**
 * Counts values by a hash table, until there are too many different ones.
 *
 * @param values  f64, up to `end`.
 * @param keys  f64, [2^bits].
 * @param counts  How often each key has occurred, u32, [2^bits]; all 0 at first, which says that there is no key.
 * @param numTaken  Number of keys, fewer than the table has room for, as is the limit.
 * @returns How many there are now, or `limit` + 1.
 */
export function countDistinct(
  values: usize,
  end: usize,
  keys: usize,
  counts: usize,
  bits: u32,
  numTaken: u32,
  limit: u32,
): u32 {
  for (let at = values; at < end; at += 8) {
    // 0 and -0 are one value with different bits
    const value = load<f64>(at) + 0
    const entry = entryOf(value, keys, counts, bits)
    const count = load<u32>(counts + (entry << 2))
    store<u32>(counts + (entry << 2), count + 1)
    if (count > 0) continue
    store<f64>(keys + (entry << 3), value)
    if (++numTaken > limit) return numTaken
  }
  return numTaken
}

/**
 * Writes the keys of a hash table side by side.
 *
 * @param out  Receives f64, in no order.
 */
export function gatherDistinct(keys: usize, counts: usize, bits: u32, out: usize): void {
  const numEntries: usize = 1 << bits
  for (let entry: usize = 0; entry < numEntries; entry++) {
    if (load<u32>(counts + (entry << 2)) === 0) continue
    store<f64>(out, load<f64>(keys + (entry << 3)))
    out += 8
  }
}

/**
 * Writes how often each of some keys has occurred.
 *
 * @param values  Keys of the hash table, f64, up to `end`.
 * @param out  Receives u32.
 */
export function readCounts(
  values: usize,
  end: usize,
  keys: usize,
  counts: usize,
  bits: u32,
  out: usize,
): void {
  for (let at = values; at < end; at += 8, out += 4) {
    store<u32>(out, load<u32>(counts + (entryOf(load<f64>(at), keys, counts, bits) << 2)))
  }
}

/** Gives the entry of a value, or the free one where it belongs. */
function entryOf(value: f64, keys: usize, counts: usize, bits: u32): usize {
  const mask: usize = (1 << bits) - 1
  let entry = <usize>((reinterpret<u64>(value) * GOLDEN) >> (64 - bits))
  while (load<u32>(counts + (entry << 2)) > 0 && load<f64>(keys + (entry << 3)) !== value)
    entry = (entry + 1) & mask
  return entry
}
