/**
 * Writes the bin of each value, the number of thresholds that it exceeds, less 128.
 *
 * NaN exceeds every threshold, as the plain walk takes it right everywhere.
 *
 * @param thresholds  f64, ascending, [size], the last ones infinite where there are fewer.
 * @param size  A power of two, at most 256.
 * @param out  i8, [numValues].
 */
export function findBins(values: usize, numValues: usize, thresholds: usize, size: usize, out: usize): void {
  for (let at: usize = 0; at < numValues; at++) {
    store<i8>(out + at, binOf(load<f64>(values + (at << 3)), thresholds, size))
  }
}

/** Gives the bin of one value; it halves without a branch, which would be guessed wrongly. */
export function binOf(value: f64, thresholds: usize, size: usize): i8 {
  let below: usize = 0
  for (let step = size >> 1; step > 0; step >>= 1) {
    const isAbove = <usize>!(value <= load<f64>(thresholds + ((below + step - 1) << 3)))
    below += step & (0 - isAbove)
  }
  return <i8>(<i32>below - 128)
}
