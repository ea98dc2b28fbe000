/** Added to packed numbers, it makes their sums positive, so that a shift without a sign takes the counts off. */
const BIAS: i64 = 1 << 62
const COUNT_BITS: i32 = 24
const COUNT_MASK: i64 = (1 << 24) - 1
/** The bits of 2^52: an integer below 2^52 in their low bits makes the double 2^52 and that integer. */
const INTEGER_BITS: i64 = 0x4330000000000000
const INTEGER: f64 = 4503599627370496
/** 2^52, and what the bias is above the count. */
const BIASED_INTEGER: f64 = 4503599627370496 + 274877906944

/** Gives a packed number twice, biased. */
export function biasedPair(packed: i64): v128 {
  return i64x2.splat(packed + BIAS)
}

/** Biases a pair of packed numbers. */
export function biasPair(pair: v128): v128 {
  return i64x2.add(pair, i64x2.splat(BIAS))
}

/** Adds the first of a pair to a biased number, and both to it: what is left of the one and of the other. */
export function addPair(before: v128, pair: v128): v128 {
  const first = i64x2.shuffle(i64x2.splat(0), pair, 0, 2)
  return i64x2.add(before, i64x2.add(pair, first))
}

/** Gives the sums in a biased pair. */
export function sumsOf(pair: v128): v128 {
  const integers = v128.or(i64x2.shr_u(pair, COUNT_BITS), i64x2.splat(INTEGER_BITS))
  return f64x2.sub(integers, f64x2.splat(BIASED_INTEGER))
}

/** Gives the counts in a biased pair. */
export function countsOf(pair: v128): v128 {
  const integers = v128.or(v128.and(pair, i64x2.splat(COUNT_MASK)), i64x2.splat(INTEGER_BITS))
  return f64x2.sub(integers, f64x2.splat(INTEGER))
}

/** Gives the first packed number of a biased pair. */
export function lowOfPair(pair: v128): i64 {
  return i64x2.extract_lane(pair, 0) - BIAS
}

/** Gives the second packed number of a biased pair. */
export function highOfPair(pair: v128): i64 {
  return i64x2.extract_lane(pair, 1) - BIAS
}
