import { between } from './between.ts'
import { type BinCode, MAX_CELLS } from './bin-code.ts'
import { scaleOf } from './find-bins.ts'

/**
 * Cuts values at quantiles: for each multiple of `stride`, in the middle of the gap whose number of values below comes
 * nearest to it; a value that fills several strides has one cut.
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
  const thresholds: number[] = []
  let place: Place = { cell: 0, start: 0, before: 0, target: stride }
  while (place.cell < counts.length) {
    const wanted = cellsToSort(counts, place, stride)
    const sorted = { values: code.gatherCells(list, grid, wanted), wanted }
    place = cutCells(counts, sorted, place, { low, stride, thresholds })
  }
  return Float64Array.from(thresholds)
}

/** Where the cutting of cells has come to. */
interface Place {
  readonly cell: number
  /** Number of values below the cell. */
  readonly start: number
  /** The last cell below that holds a value. */
  readonly before: number
  /** The quantile to cut next. */
  readonly target: number
}

/**
 * Gives the number of values of each cell in which a cut is to be looked for, and of the one below it, from which the gap
 * between them is known; 0 of the others.
 *
 * A quantile is taken to be cut in the cell that it falls into or at the gap above it. Where one value fills several
 * strides it is not, and has to wait for further gaps; from there on the cells are asked for again.
 */
function cellsToSort(counts: Uint32Array, place: Place, stride: number): Uint32Array {
  const wanted = new Uint32Array(counts.length)
  let { start, before, target } = place
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

/** Cuts cells up to the first that had to be sorted and was not; gives where that is. */
function cutCells(
  counts: Uint32Array,
  { values, wanted }: { readonly values: Float64Array; readonly wanted: Uint32Array },
  place: Place,
  { low, stride, thresholds }: { low: number; stride: number; thresholds: number[] },
): Place {
  let { start, before, target } = place
  let numTaken = 0
  const sortNext = (cell: number) => {
    const from = numTaken
    numTaken += wanted[cell]
    return values.subarray(from, numTaken).sort()
  }
  let below = (before < place.cell ? sortNext(before).at(-1) : undefined) ?? low
  for (let cell = place.cell; cell < counts.length; cell++) {
    if (counts[cell] === 0) continue
    const end = start + counts[cell]
    const mayCut = target < end
    if (mayCut && wanted[cell] === 0) return { cell, start, before, target }
    if (wanted[cell] > 0) {
      const sorted = sortNext(cell)
      // every gap in here is nearer to the target than the one below it
      const found = mayCut ? cutRuns(sorted, { start, below }, { target, stride }) : []
      thresholds.push(...found)
      target += stride * found.length
      below = sorted[sorted.length - 1]
    }
    before = cell
    start = end
  }
  return { cell: counts.length, start, before, target }
}

/** Walks over the different values of a sorted cell; gives the thresholds of the gaps to cut. */
function cutRuns(
  values: Float64Array,
  { start, below }: { readonly start: number; readonly below: number },
  quantiles: { readonly target: number; readonly stride: number },
): number[] {
  const thresholds: number[] = []
  let { target } = quantiles
  let lower = below
  for (let at = 0; at < values.length; ) {
    const value = values[at]
    const numBelow = start + at
    while (at < values.length && values[at] === value) at++
    if (numBelow > 0 && Math.abs(numBelow - target) < Math.abs(start + at - target)) {
      thresholds.push(between(lower, value))
      target += quantiles.stride
    }
    lower = value
  }
  return thresholds
}
