/** Bits of a packed number that hold the count; the sum stands above them, signed. */
const COUNT_BITS: i64 = 24
const COUNT_MASK: i64 = (1 << COUNT_BITS) - 1

/** Packs a value that counts `weight` times; packed numbers add up as their sums and counts do. */
export function pack(value: i64, weight: i64): i64 {
  return ((value * weight) << COUNT_BITS) + weight
}

/** Gives the sum in a packed number; exact, since it stays below 2^39. */
export function sumOf(packed: i64): f64 {
  return <f64>(packed >> COUNT_BITS)
}

/** Gives the count in a packed number. */
export function countOf(packed: i64): f64 {
  return <f64>(packed & COUNT_MASK)
}
