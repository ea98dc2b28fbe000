import { type Range, rangeOf } from './range.ts'

/** How integers stand for numbers: number = center + step * integer. */
export interface Scale {
  readonly center: number
  /** A power of two. */
  readonly step: number
}

/**
 * Labels as integers, off by at most half a step.
 *
 * Sums of integers are exact, so a histogram is the same in any order of rows and on any number of threads.
 */
export interface FixedPoint extends Scale {
  /** [numRows], in memory that workers can share. */
  readonly values: Int32Array
}

/** Sums of all rows stay below 2^SUM_BITS, which leaves a packed 64-bit sum 24 bits for the count. */
const SUM_BITS = 38
/** Single values stay below 2^VALUE_BITS. */
const VALUE_BITS = 30

/**
 * Turns labels into integers by the scale of their range.
 *
 * @param labels  Finite, [numRows].
 */
export function toFixedPoint(labels: Float64Array): FixedPoint {
  const { center, step } = scaleOf(rangeOf(labels), labels.length)
  // of a power of two, the reciprocal is exact; Math.round branches, which takes three times as long
  const scale = 1 / step
  const values = new Int32Array(new SharedArrayBuffer(labels.length * 4))
  for (let row = 0; row < labels.length; row++) values[row] = Math.floor((labels[row] - center) * scale + 0.5)
  return { values, center, step }
}

/**
 * Gives the scale around the middle of a range with the finest step that keeps sums exact.
 *
 * The step is a power of two and the center a multiple of it, so labels that are themselves multiples of a
 * power of two (dyadic speeds) lose nothing.
 */
export function scaleOf({ low, high }: Range, numRows: number): Scale {
  const valueBits = Math.min(VALUE_BITS, SUM_BITS - Math.ceil(Math.log2(numRows + 1)))
  const halfRange = Math.max((high - low) / 2, Number.MIN_VALUE)
  const step = 2 ** Math.max(Math.ceil(Math.log2(halfRange)) + 1 - valueBits, -1000)
  return { center: Math.round((low + high) / 2 / step) * step, step }
}
