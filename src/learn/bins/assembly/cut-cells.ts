import { passTo, passValue, stride, target } from './quantile-cuts'
import { largestOf, sortValues } from './sort-values'

/** The cell to cut next. */
let next: usize = 0
/** Number of values below it. */
let start: f64 = 0
/** The last cell below it that holds a value. */
let before: usize = 0

/** Begins to cut the cells of an even grid. */
export function beginCells(): void {
  next = 0
  start = 0
  before = 0
}

/**
 * Makes room for the values of each cell in which a cut is to be looked for, and of the one below it, from which the gap
 * between them is known.
 *
 * A quantile is taken to be cut in the cell that it falls into or at the gap above it. Where one value fills several
 * strides it is not, and has to wait for further gaps; from there on places are asked for again.
 *
 * @param counts  Number of values by cell, u32, [numCells].
 * @param places  Receives by cell the address where its values begin, u32, [numCells]; 0 where they are not needed.
 * @param room  Where the first of them goes.
 * @returns Where the last of them ends.
 */
export function placeCells(counts: usize, numCells: usize, places: usize, room: usize): usize {
  memory.fill(places, 0, numCells << 2)
  let from = start
  let last = before
  let cut = target
  for (let cell = next; cell < numCells; cell++) {
    const count = countOf(counts, cell)
    if (count === 0) continue
    const end = from + count
    if (cut < end) {
      store<u32>(places + (last << 2), 1)
      store<u32>(places + (cell << 2), 1)
      // one that has waited is cut at the first gap; of those that fall in here, the last may have to wait for it
      if (cut <= from) cut += stride
      else cut += stride * (Math.ceil((end - cut) / stride) - 1)
    }
    from = end
    last = cell
  }
  for (let cell: usize = 0; cell < numCells; cell++) {
    const place = places + (cell << 2)
    if (load<u32>(place) === 0) continue
    store<u32>(place, <u32>room)
    room += (<usize>load<u32>(counts + (cell << 2))) << 3
  }
  return room
}

/**
 * Cuts cells up to the first whose values are needed and have no place.
 *
 * @param places  By cell the address where its values end.
 * @returns Whether all cells are cut.
 */
export function cutCells(counts: usize, numCells: usize, places: usize): bool {
  if (before < next && hasPlace(places, before))
    passTo(largestOf(startOf(counts, places, before), endOf(places, before)))
  for (; next < numCells; next++) {
    const count = countOf(counts, next)
    if (count === 0) continue
    const end = start + count
    const mayCut = target < end
    if (hasPlace(places, next)) {
      const values = startOf(counts, places, next)
      if (mayCut) passAll(values, endOf(places, next))
      else passTo(largestOf(values, endOf(places, next)))
    } else if (mayCut) return false
    before = next
    start = end
  }
  return true
}

/** Takes the values of a cell, in order. */
function passAll(values: usize, end: usize): void {
  sortValues(values, end)
  let at = values
  while (at < end) {
    const value = load<f64>(at)
    const first = at
    while (at < end && load<f64>(at) === value) at += 8
    passValue(value, start + <f64>((first - values) >> 3), start + <f64>((at - values) >> 3))
  }
}

function countOf(counts: usize, cell: usize): f64 {
  return <f64>load<u32>(counts + (cell << 2))
}

function hasPlace(places: usize, cell: usize): bool {
  return load<u32>(places + (cell << 2)) !== 0
}

function endOf(places: usize, cell: usize): usize {
  return <usize>load<u32>(places + (cell << 2))
}

function startOf(counts: usize, places: usize, cell: usize): usize {
  return endOf(places, cell) - ((<usize>load<u32>(counts + (cell << 2))) << 3)
}
