import type { BinCode, Grid } from './bin-code.ts'

/** Cells of a grid over the thresholds; most hold none, so that most values find their bin without a search. */
const NUM_CELLS = 2 ** 15

/**
 * Writes the bin of each value: the number of thresholds below it.
 *
 * @param thresholds  Ascending, at most 255.
 * @param out  Receives the bins, [numValues].
 */
export function findBins(
  thresholds: Float64Array,
  values: Float64Array,
  out: Uint8Array,
  code: BinCode,
): void {
  const low = thresholds.length > 0 ? thresholds[0] : 0
  const range = thresholds.length > 0 ? thresholds[thresholds.length - 1] - low : 0
  const grid = { low, scale: scaleOf(range, NUM_CELLS), numCells: NUM_CELLS }
  code.findBins(values, { thresholds, grid, starts: cellStarts(thresholds, grid) }, out)
}

/** Gives the cells for each unit of a range; one without end, or too narrow to divide, is one cell. */
export function scaleOf(range: number, numCells: number): number {
  return range > 0 && range < Number.POSITIVE_INFINITY ? Math.min(numCells / range, 2 ** 1000) : 0
}

/** Gives the number of thresholds in the cells before each, [numCells + 1]. */
function cellStarts(thresholds: Float64Array, { low, scale, numCells }: Grid): Uint8Array {
  const starts = new Uint8Array(numCells + 1)
  for (const threshold of thresholds) {
    const cell = Math.min(numCells - 1, Math.max(0, (threshold - low) * scale)) | 0
    starts[cell + 1]++
  }
  for (let cell = 0; cell < numCells; cell++) starts[cell + 1] += starts[cell]
  return starts
}
