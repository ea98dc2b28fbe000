import { sumOf } from './packed'

/** Gives the sum in packed numbers. */
export function sumPacked(packed: usize, length: usize): f64 {
  let total: i64 = 0
  for (const end = packed + (length << 3); packed < end; packed += 8) total += load<i64>(packed)
  return sumOf(total)
}
