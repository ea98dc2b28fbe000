import { pack } from './packed'

/**
 * Bytes at the end of a row. In boosting they are what is left of its label (f64); in a forest's bag the last five are
 * how often it counts (u8) and its target (i32), and the others are codes.
 */
export const TAIL_BYTES: usize = 8
const WEIGHT: usize = 3
const TARGET: usize = 4

/** Added to a number in [-2^50, 2^50], it leaves the nearest integer in the low bits of the sum. */
const ROUNDER: f64 = 6755399441055744
const ROUNDER_BITS: i64 = 0x4338000000000000

/** Copies one row of at least 16 bytes. */
export function copyRow(from: usize, to: usize, stride: usize): void {
  v128.store(to, v128.load(from))
  if (stride === 16) return
  const last = stride - 16
  for (let at: usize = 16; at < last; at += 16) v128.store(to + at, v128.load(from + at))
  v128.store(to + last, v128.load(from + last))
}

/** Gives the bin of a feature in a row; see FeatureCode. */
export function binOf(row: usize, bundle: usize, binOfCode: usize): u32 {
  return <u32>load<u8>(binOfCode + <usize>load<u8>(row + bundle))
}

/** Tells whether the bin of a feature in a row is in [low, low + span]. */
export function isInRange(row: usize, bundle: usize, binOfCode: usize, low: u32, span: u32): bool {
  return binOf(row, bundle, binOfCode) - low <= span
}

/**
 * Gives what a row adds to a histogram: sum and count in one.
 *
 * @param T  What the tail holds: i32, a target and how often it counts, or f64, what is left of the label, which counts
 *   once.
 * @param center  The fixed-point target is (tail - center) * scale; not read of targets.
 */
export function packedOf<T>(tail: usize, center: f64, scale: f64): i64 {
  // the bits of the rounder are shifted out
  if (isFloat<T>()) return (roundedBits(load<f64>(tail), center, scale) << 24) + 1
  return pack(baggedTarget(tail), baggedWeight(tail))
}

/** Gives the target of a row in a forest's bag. */
export function baggedTarget(tail: usize): i64 {
  return <i64>load<i32>(tail, TARGET)
}

/** Gives how often a row counts in a forest's bag. */
export function baggedWeight(tail: usize): i64 {
  return <i64>load<u8>(tail, WEIGHT)
}

/** Writes what a row carries in a forest's bag. */
export function storeBagged(tail: usize, target: i32, weight: u8): void {
  store<u8>(tail, weight, WEIGHT)
  store<i32>(tail, target, TARGET)
}

/** Gives what is left of a label as a fixed-point target. */
export function targetOf(value: f64, center: f64, scale: f64): i64 {
  return roundedBits(value, center, scale) - ROUNDER_BITS
}

function roundedBits(value: f64, center: f64, scale: f64): i64 {
  const half: f64 = 0.5
  return reinterpret<i64>(floor<f64>((value - center) * scale + half) + ROUNDER)
}
