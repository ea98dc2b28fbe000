/** Bits of one pass; six passes sort 64 bits, and one over a digit that all values share is left out. */
const DIGIT_BITS = 11
const NUM_BUCKETS = 2 ** DIGIT_BITS
const NUM_PASSES = 6
const SIGN = 2 ** 31

/**
 * Gives the values in ascending order, -0 before 0; the same as `sort` on a copy, several times faster.
 *
 * @param values  Without NaN.
 *
 * Source: radix sort from the lowest digit; bits of doubles in integer order as in Terdiman, Radix Sort
 * Revisited, 2000.
 */
export function sortDoubles(values: Float64Array): Float64Array {
  const sorted = values.slice()
  let from = new Uint32Array(sorted.buffer)
  let to = new Uint32Array(from.length)
  orderBits(from)
  const counts = countDigits(from)
  for (let pass = 0; pass < NUM_PASSES; pass++) {
    const offsets = counts.subarray(pass * NUM_BUCKETS, (pass + 1) * NUM_BUCKETS)
    if (offsets.includes(values.length)) continue
    accumulate(offsets)
    for (let at = 0; at < from.length; at += 2) {
      const out = 2 * offsets[digitOf(from[at], from[at + 1], pass)]++
      to[out] = from[at]
      to[out + 1] = from[at + 1]
    }
    ;[from, to] = [to, from]
  }
  restoreBits(from)
  return new Float64Array(from.buffer)
}

/** Turns the bits of doubles, low word first, so that they order as unsigned integers do. */
function orderBits(words: Uint32Array): void {
  for (let at = 1; at < words.length; at += 2) {
    const isNegative = words[at] >= SIGN
    words[at - 1] = isNegative ? ~words[at - 1] : words[at - 1]
    words[at] = isNegative ? ~words[at] : words[at] ^ SIGN
  }
}

function restoreBits(words: Uint32Array): void {
  for (let at = 1; at < words.length; at += 2) {
    const isNegative = words[at] < SIGN
    words[at - 1] = isNegative ? ~words[at - 1] : words[at - 1]
    words[at] = isNegative ? ~words[at] : words[at] ^ SIGN
  }
}

/** How often each digit has each value, [NUM_PASSES, NUM_BUCKETS]. */
function countDigits(words: Uint32Array): Uint32Array {
  const counts = new Uint32Array(NUM_PASSES * NUM_BUCKETS)
  for (let at = 0; at < words.length; at += 2) {
    for (let pass = 0; pass < NUM_PASSES; pass++) {
      counts[pass * NUM_BUCKETS + digitOf(words[at], words[at + 1], pass)]++
    }
  }
  return counts
}

/** The digits of a word have 11, 11 and 10 bits. */
function digitOf(low: number, high: number, pass: number): number {
  const word = pass < 3 ? low : high
  return (word >>> (DIGIT_BITS * (pass % 3))) & (NUM_BUCKETS - 1)
}

/** Turns counts into where each bucket starts. */
function accumulate(counts: Uint32Array): void {
  let start = 0
  for (let bucket = 0; bucket < counts.length; bucket++) {
    const count = counts[bucket]
    counts[bucket] = start
    start += count
  }
}
