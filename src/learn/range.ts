/** Least and largest of some numbers. */
export interface Range {
  readonly low: number
  readonly high: number
}

/** Gives the range of finite numbers; of none, low is above high. */
export function rangeOf(values: Float64Array): Range {
  let low = Number.POSITIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (let row = 0; row < values.length; row++) {
    const value = values[row]
    if (value < low) low = value
    if (value > high) high = value
  }
  return { low, high }
}
