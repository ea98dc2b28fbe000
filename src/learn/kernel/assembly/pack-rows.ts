import { packedOf, TAIL_BYTES } from './row'

/** Writes what each row of a forest's bag adds to a histogram, one i64 after another. */
export function packBaggedRows(rows: usize, end: usize, stride: usize, out: usize): void {
  packRows<i32>(rows, end, stride, 0, 0, out)
}

/** Does the same with rows of boosting; see packedOf. */
export function packBoostedRows(
  rows: usize,
  end: usize,
  stride: usize,
  center: f64,
  scale: f64,
  out: usize,
): void {
  packRows<f64>(rows, end, stride, center, scale, out)
}

function packRows<T>(rows: usize, end: usize, stride: usize, center: f64, scale: f64, out: usize): void {
  for (let row = rows; row < end; row += stride, out += 8) {
    store<i64>(out, packedOf<T>(row + stride - TAIL_BYTES, center, scale))
  }
}
