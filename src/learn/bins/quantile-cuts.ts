import { between } from './between.ts'
import type { CountedValues } from './bin-code.ts'

/**
 * Cuts ascending values at quantiles: for each multiple of `stride`, in the middle of the gap whose number of values below
 * comes nearest to it; a value that fills several strides has one cut.
 */
export class QuantileCuts {
  /** Ascending. */
  readonly thresholds: number[] = []
  /** The quantile to cut next, in values. */
  target: number
  /** The value below the next one. */
  below = 0
  readonly #stride: number

  /** @param stride  Number of values from one quantile to the next. */
  constructor(stride: number) {
    this.target = stride
    this.#stride = stride
  }

  /** Takes the next of the different values: that of the places from `start` to `end` (exclusive) of all values in order. */
  pass(value: number, start: number, end: number): void {
    if (start > 0 && Math.abs(start - this.target) < Math.abs(end - this.target)) {
      this.thresholds.push(between(this.below, value))
      this.target += this.#stride
    }
    this.below = value
  }
}

/** Cuts counted values at quantiles; gives the thresholds, ascending. */
export function cutCounted({ values, counts }: CountedValues, stride: number): Float64Array {
  const cuts = new QuantileCuts(stride)
  let start = 0
  values.forEach((value, at) => {
    cuts.pass(value, start, start + counts[at])
    start += counts[at]
  })
  return Float64Array.from(cuts.thresholds)
}
