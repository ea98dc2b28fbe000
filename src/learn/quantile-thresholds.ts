import { between } from './between.ts'

/** Cells of an even grid over the values; only those that a quantile falls into are sorted. */
const NUM_CELLS = 2 ** 16

/**
 * Cuts values at quantiles: for each multiple of `stride`, in the middle of the gap whose number of values below comes
 * nearest to it; a value that fills several strides has one cut.
 *
 * @param list  Without NaN, at least one; 0 and -0 are one value.
 * @param stride  Number of values from one quantile to the next.
 * @returns Thresholds, ascending.
 */
export function quantileThresholds(list: Float64Array, stride: number): Float64Array {
  const { starts, values } = sortIntoCells(list)
  const thresholds: number[] = []
  let target = stride
  let before = { start: 0, end: 0 }
  for (let cell = 0; cell < NUM_CELLS; cell++) {
    const [start, end] = [starts[cell], starts[cell + 1]]
    if (start === end) continue
    // every gap in here is nearer to the target than the one below it
    if (target < end) {
      values.subarray(start, end).sort()
      const below = largest(values, before)
      const found = cutRuns(values, { start, end }, below, { target, stride })
      thresholds.push(...found)
      target += stride * found.length
    }
    before = { start, end }
  }
  return Float64Array.from(thresholds)
}

/** A part of a list, `end` exclusive. */
interface Range {
  readonly start: number
  readonly end: number
}

/** Walks over the different values of a sorted part; gives the thresholds of the gaps to cut. */
function cutRuns(
  values: Float64Array,
  { start, end }: Range,
  below: number,
  quantiles: { readonly target: number; readonly stride: number },
): number[] {
  const thresholds: number[] = []
  let { target } = quantiles
  let lower = below
  for (let at = start; at < end; ) {
    const value = values[at]
    const numBelow = at
    while (at < end && values[at] === value) at++
    if (numBelow > 0 && Math.abs(numBelow - target) < Math.abs(at - target)) {
      thresholds.push(between(lower, value))
      target += quantiles.stride
    }
    lower = value
  }
  return thresholds
}

/** Copies a list so that the values of a cell stand together, cells ascending: `starts` says where each begins. */
function sortIntoCells(list: Float64Array): { starts: Uint32Array; values: Float64Array } {
  let low = list[0]
  let high = list[0]
  for (let at = 1; at < list.length; at++) {
    if (list[at] < low) low = list[at]
    else if (list[at] > high) high = list[at]
  }
  const range = high - low
  // a range without end, or one too narrow to divide, is one cell
  const scale = range > 0 && range < Number.POSITIVE_INFINITY ? Math.min(NUM_CELLS / range, 2 ** 1000) : 0
  const starts = new Uint32Array(NUM_CELLS + 2)
  // shifted by two, so that filling the cells leaves the starts where they belong
  for (let at = 0; at < list.length; at++) starts[cellOf(list[at], low, scale) + 2]++
  for (let cell = 0; cell <= NUM_CELLS; cell++) starts[cell + 1] += starts[cell]
  const values = new Float64Array(list.length)
  for (let at = 0; at < list.length; at++) values[starts[cellOf(list[at], low, scale) + 1]++] = list[at]
  return { starts, values }
}

function cellOf(value: number, low: number, scale: number): number {
  return Math.min(NUM_CELLS - 1, (value - low) * scale) | 0
}

function largest(values: Float64Array, { start, end }: Range): number {
  let found = Number.NEGATIVE_INFINITY
  for (let at = start; at < end; at++) if (values[at] > found) found = values[at]
  return found
}
