import { type BinCode, MAX_CELLS } from './bin-code.ts'
import { scaleOf } from './find-bins.ts'
import { QuantileCuts } from './quantile-cuts.ts'

/**
 * Cuts values at quantiles, as QuantileCuts does.
 *
 * Values are counted on an even grid, and only those of the cells are sorted into which a cut may fall.
 *
 * @param list  Without NaN, at least one; 0 and -0 are one value.
 * @param stride  Number of values from one quantile to the next.
 * @returns Thresholds, ascending.
 */
export function quantileThresholds(list: Float64Array, stride: number, code: BinCode): Float64Array {
  const { low, high } = code.rangeOf(list)
  const grid = { low, scale: scaleOf(high - low, MAX_CELLS), numCells: MAX_CELLS }
  const counts = code.countCells(list, grid).slice()
  const cuts = new QuantileCuts(stride)
  let place: Place = { cell: 0, start: 0, before: 0 }
  while (place.cell < counts.length) {
    const wanted = cellsToRead(counts, place, { target: cuts.target, stride })
    const read = { values: code.gatherCells(list, grid, wanted), wanted }
    place = cutCells(counts, read, place, cuts)
  }
  return Float64Array.from(cuts.thresholds)
}

/** Where the cutting of cells has come to. */
interface Place {
  readonly cell: number
  /** Number of values below the cell. */
  readonly start: number
  /** The last cell below that holds a value. */
  readonly before: number
}

/**
 * Gives the number of values of each cell in which a cut is to be looked for, and of the one below it, from which the gap
 * between them is known; 0 of the others.
 *
 * A quantile is taken to be cut in the cell that it falls into or at the gap above it. Where one value fills several
 * strides it is not, and has to wait for further gaps; from there on the cells are asked for again.
 */
function cellsToRead(
  counts: Uint32Array,
  place: Place,
  quantiles: { readonly target: number; readonly stride: number },
): Uint32Array {
  const wanted = new Uint32Array(counts.length)
  const { stride } = quantiles
  let { start, before } = place
  let { target } = quantiles
  for (let cell = place.cell; cell < counts.length; cell++) {
    const count = counts[cell]
    if (count === 0) continue
    const end = start + count
    if (target < end) {
      wanted[before] = counts[before]
      wanted[cell] = count
      // one that has waited is cut at the first gap; of those that fall in here, the last may have to wait for it
      if (target <= start) target += stride
      else target += stride * (Math.ceil((end - target) / stride) - 1)
    }
    start = end
    before = cell
  }
  return wanted
}

/** Cuts cells up to the first that had to be read and was not; gives where that is. */
function cutCells(
  counts: Uint32Array,
  { values, wanted }: { readonly values: Float64Array; readonly wanted: Uint32Array },
  place: Place,
  cuts: QuantileCuts,
): Place {
  let { start, before } = place
  let numTaken = 0
  const takeNext = (cell: number) => {
    const from = numTaken
    numTaken += wanted[cell]
    return values.subarray(from, numTaken)
  }
  if (before < place.cell && wanted[before] > 0) cuts.below = largestOf(takeNext(before))
  for (let cell = place.cell; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue
    const end = start + counts[cell]
    const mayCut = cuts.target < end
    if (mayCut && wanted[cell] === 0) return { cell, start, before }
    if (mayCut) passAll(takeNext(cell).sort(), start, cuts)
    else if (wanted[cell] > 0) cuts.below = largestOf(takeNext(cell))
    before = cell
    start = end
  }
  return { cell: counts.length, start, before }
}

/** Hands over the different ones of sorted values that stand from `start` on. */
function passAll(values: Float64Array, start: number, cuts: QuantileCuts): void {
  for (let at = 0; at < values.length; ) {
    const value = values[at]
    const first = at
    while (at < values.length && values[at] === value) at++
    cuts.pass(value, start + first, start + at)
  }
}

function largestOf(values: Float64Array): number {
  let [largest] = values
  for (const value of values) if (value > largest) largest = value
  return largest
}
