const LOW_MASK: i64 = 0xffffffff

/** Bits of a square above the lowest 32; summed apart from those, so that no sum overflows. */
export function highOf(square: i64): i64 {
  return square >>> 32
}

/** The lowest 32 bits of a square. */
export function lowOf(square: i64): i64 {
  return square & LOW_MASK
}

/** Joins sums of high and of low bits, rounded once. */
export function joinSquares(high: i64, low: i64): f64 {
  const unit: f64 = 4294967296
  return <f64>(high + (low >>> 32)) * unit + <f64>(low & LOW_MASK)
}
