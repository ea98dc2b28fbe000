/** The golden ratio in 64 bits: multiplied by it, what differs in any bit differs in the upper ones. */
const GOLDEN: u64 = (0x9e3779b9 << 32) | 0x7f4a7c15

/**
 * Adds values to a hash table, until there are too many.
 *
 * @param values  f64, up to `end`.
 * @param keys  f64, [2^bits].
 * @param isTaken  1 for each key that stands in the table, u8, [2^bits]; all 0 at first.
 * @param numTaken  Number of these, fewer than the table has room for, as is the limit.
 * @returns How many there are now, or `limit` + 1.
 */
export function addDistinct(
  values: usize,
  end: usize,
  keys: usize,
  isTaken: usize,
  bits: u32,
  numTaken: u32,
  limit: u32,
): u32 {
  const mask: usize = (1 << bits) - 1
  let last: f64 = 0
  let hasLast = false
  for (let at = values; at < end; at += 8) {
    // 0 and -0 are one value with different bits
    const value = load<f64>(at) + 0
    if (hasLast && value === last) continue
    last = value
    hasLast = true
    let entry = <usize>((reinterpret<u64>(value) * GOLDEN) >> (64 - bits))
    while (load<u8>(isTaken + entry) === 1 && load<f64>(keys + (entry << 3)) !== value)
      entry = (entry + 1) & mask
    if (load<u8>(isTaken + entry) === 1) continue
    if (++numTaken > limit) return numTaken
    store<u8>(isTaken + entry, 1)
    store<f64>(keys + (entry << 3), value)
  }
  return numTaken
}
