/** Cells of a grid over the thresholds; most hold none, so that most values find their bin without a search. */
const NUM_CELLS = 4096

/**
 * Writes the bin of each value: the number of thresholds below it.
 *
 * A value's cell of an even grid says between which thresholds it lies, the others are searched. The cell never falls
 * as the value rises, in rounded numbers too, so the bin is exact.
 *
 * @param thresholds  Ascending, at most 255.
 * @param out  Receives the bins, [numValues].
 */
export function findBins(thresholds: Float64Array, values: Float64Array, out: Uint8Array): void {
  const low = thresholds.length > 0 ? thresholds[0] : 0
  const range = thresholds.length > 0 ? thresholds[thresholds.length - 1] - low : 0
  const scale = range > 0 && range < Number.POSITIVE_INFINITY ? Math.min(NUM_CELLS / range, 2 ** 1000) : 0
  const starts = cellStarts(thresholds, low, scale)
  for (let index = 0; index < values.length; index++) {
    const value = values[index]
    const cell = cellOf(value, low, scale)
    let start = starts[cell]
    let end = starts[cell + 1]
    while (start < end) {
      const middle = (start + end) >>> 1
      if (value <= thresholds[middle]) end = middle
      else start = middle + 1
    }
    out[index] = start
  }
}

function cellOf(value: number, low: number, scale: number): number {
  return Math.min(NUM_CELLS - 1, Math.max(0, (value - low) * scale)) | 0
}

/** Gives the number of thresholds in the cells before each, [NUM_CELLS + 1]. */
function cellStarts(thresholds: Float64Array, low: number, scale: number): Uint8Array {
  const starts = new Uint8Array(NUM_CELLS + 1)
  for (const threshold of thresholds) starts[cellOf(threshold, low, scale) + 1]++
  for (let cell = 0; cell < NUM_CELLS; cell++) starts[cell + 1] += starts[cell]
  return starts
}
