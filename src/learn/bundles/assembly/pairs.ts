/** A pair of two bytes that has no number. */
const NONE: i16 = -1

/**
 * Numbers the pairs of two bytes in the order in which rows show them, until there are too many.
 *
 * @param firsts  u8, up to `end`.
 * @param seconds  u8, as many.
 * @param numbers  Number of each pair (256 * first + second), i16, [65536]; -1 where it has none; updated.
 * @param pairs  The pairs by number, u16; added to.
 * @param count  How many pairs have a number.
 * @returns How many have one now, or `limit` + 1.
 */
export function numberPairs(
  firsts: usize,
  end: usize,
  seconds: usize,
  numbers: usize,
  pairs: usize,
  count: u32,
  limit: u32,
): u32 {
  for (let at = firsts; at < end; at++, seconds++) {
    const pair = pairOf(at, seconds)
    if (load<i16>(numbers + (pair << 1)) !== NONE) continue
    if (count === limit) return limit + 1
    store<i16>(numbers + (pair << 1), <i16>count)
    store<u16>(pairs + ((<usize>count) << 1), <u16>pair)
    count++
  }
  return count
}

/** Writes in place of each first byte the number of its pair, which is below 256. */
export function replacePairs(firsts: usize, end: usize, seconds: usize, numbers: usize): void {
  for (let at = firsts; at < end; at++, seconds++) {
    store<u8>(at, <u8>load<i16>(numbers + (pairOf(at, seconds) << 1)))
  }
}

function pairOf(first: usize, second: usize): usize {
  return ((<usize>load<u8>(first)) << 8) | <usize>load<u8>(second)
}
