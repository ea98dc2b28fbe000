import { packedOf, TAIL_BYTES } from './row'

/** Writes what each row adds to a histogram, one i64 after another; see packedOf. */
export function packRows<T>(
  rows: usize,
  end: usize,
  stride: usize,
  center: f64,
  scale: f64,
  out: usize,
): void {
  for (let row = rows; row < end; row += stride, out += 8) {
    store<i64>(out, packedOf<T>(row + stride - TAIL_BYTES, center, scale))
  }
}
