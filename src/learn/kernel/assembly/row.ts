/** Bytes at the end of a row: in a forest its packed target and weight (i64), in boosting what is left of its label (f64). */
export const TAIL_BYTES: usize = 8

/** Added to a number in [-2^50, 2^50], it leaves the nearest integer in the low bits of the sum. */
const ROUNDER: f64 = 6755399441055744
const ROUNDER_BITS: i64 = 0x4338000000000000

/** Copies one row; a stride is a multiple of 16. */
export function copyRow(from: usize, to: usize, stride: usize): void {
  v128.store(to, v128.load(from))
  v128.store(to, v128.load(from, 16), 16)
  for (let at: usize = 32; at < stride; at += 16) v128.store(to + at, v128.load(from + at))
}

/**
 * Gives what a row adds to a histogram: sum and count in one.
 *
 * @param T  What the tail holds: i64, a packed number, or f64, what is left of the label, which counts once.
 * @param center  The fixed-point target is (tail - center) * scale; not read of packed numbers.
 */
export function packedOf<T>(tail: usize, center: f64, scale: f64): i64 {
  // the bits of the rounder are shifted out
  if (isFloat<T>()) return (roundedBits(load<f64>(tail), center, scale) << 24) + 1
  return load<i64>(tail)
}

/** Gives what is left of a label as a fixed-point target. */
export function targetOf(value: f64, center: f64, scale: f64): i64 {
  return roundedBits(value, center, scale) - ROUNDER_BITS
}

function roundedBits(value: f64, center: f64, scale: f64): i64 {
  const half: f64 = 0.5
  return reinterpret<i64>(floor<f64>((value - center) * scale + half) + ROUNDER)
}
