/** Number of values from one quantile to the next. */
export let stride: f64 = 0
/** The quantile to cut next, in values. */
export let target: f64 = 0
/** The value below the next one. */
let below: f64 = 0
/** Where the next threshold goes. */
let out: usize = 0

/**
 * Begins to cut ascending values at quantiles: for each multiple of the stride, in the middle of the gap whose number of
 * values below comes nearest to it; a value that fills several strides has one cut.
 *
 * @param strideOfCuts  Number of values from one quantile to the next.
 * @param thresholds  Receives f64, ascending.
 */
export function beginCuts(strideOfCuts: f64, thresholds: usize): void {
  stride = strideOfCuts
  target = strideOfCuts
  out = thresholds
}

/** Gives where the thresholds end. */
export function endOfCuts(): usize {
  return out
}

/** Takes the next of the different values: that of the places from `start` to `end` (exclusive) of all values in order. */
export function passValue(value: f64, start: f64, end: f64): void {
  if (start > 0 && abs(start - target) < abs(end - target)) {
    store<f64>(out, between(below, value))
    out += 8
    target += stride
  }
  below = value
}

/** Goes on to where no cut is, up to a value. */
export function passTo(value: f64): void {
  below = value
}

/**
 * Takes counted values.
 *
 * @param values  f64, ascending, up to `end`.
 * @param counts  How often each occurs, u32.
 */
export function cutCounted(values: usize, end: usize, counts: usize): void {
  let start: f64 = 0
  for (let at = values; at < end; at += 8, counts += 4) {
    const next = start + <f64>load<u32>(counts)
    passValue(load<f64>(at), start, next)
    start = next
  }
}

/** Gives the middle of two values, or the lower one where rounding would reach the upper. */
function between(low: f64, high: f64): f64 {
  const middle = (low + high) / 2
  return middle < high ? middle : low
}
