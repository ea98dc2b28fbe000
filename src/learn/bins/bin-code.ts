import { readFileSync } from 'node:fs'
import { PAGE_BYTES, Room } from '../kernel/kernel-areas.ts'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
interface Compiled {
  countDistinct(
    values: number,
    end: number,
    keys: number,
    counts: number,
    bits: number,
    numTaken: number,
    limit: number,
  ): number
  gatherDistinct(keys: number, counts: number, bits: number, out: number): void
  readCounts(values: number, end: number, keys: number, counts: number, bits: number, out: number): void
  widenRange(values: number, end: number, range: number): void
  countCells(values: number, end: number, low: number, scale: number, last: number, counts: number): void
  gatherCells(values: number, end: number, low: number, scale: number, last: number, places: number): void
  findBins(
    values: number,
    end: number,
    thresholds: number,
    starts: number,
    low: number,
    scale: number,
    last: number,
    bins: number,
  ): void
}

/** An even grid over a range: a value's cell is (value - low) * scale, between 0 and the last. */
export interface Grid {
  readonly low: number
  readonly scale: number
  readonly numCells: number
}

/** Different values and how often each occurs. */
export interface CountedValues {
  /** Ascending. */
  readonly values: Float64Array
  /** [number of values] */
  readonly counts: Uint32Array
}

/** Values that are read at a time; few enough to stay in the cache from one use to the next. */
const CHUNK = 8192
/** Thresholds of one feature. */
const MAX_THRESHOLDS = 255
/** The hash table of different values has so many entries, and at most half of them are taken. */
const TABLE_BITS = 15
const MAX_DISTINCT = 2 ** (TABLE_BITS - 1)
/** Cells of a grid on which values are counted. */
export const MAX_CELLS = 2 ** 15

/**
 * Reads columns in compiled code, a chunk of values at a time.
 *
 * Columns differ so much that what V8 compiled for one it has to compile again for the next; here that is done once.
 */
export class BinCode {
  readonly #memory: WebAssembly.Memory
  readonly #code: Compiled
  readonly #areas: ReturnType<typeof takeAreas>
  readonly #values: Float64Array
  readonly #bins: Uint8Array
  /** Pages before the values of cells. */
  readonly #numPages: number

  /** @param numValues  Most values of a list of which cells are gathered. */
  constructor(numValues: number) {
    const room = new Room(PAGE_BYTES)
    this.#areas = takeAreas(room)
    this.#numPages = room.numPages
    const maximum = room.numPages + Math.ceil((numValues * 8) / PAGE_BYTES)
    this.#memory = new WebAssembly.Memory({ initial: room.numPages, maximum, shared: true })
    const module = new WebAssembly.Module(readFileSync(new URL('./bins.wasm', import.meta.url)))
    const instance = new WebAssembly.Instance(module, { env: { memory: this.#memory } })
    this.#code = instance.exports as Compiled
    this.#values = new Float64Array(this.#memory.buffer, this.#areas.values, CHUNK + 1)
    this.#bins = new Uint8Array(this.#memory.buffer, this.#areas.bins, CHUNK)
  }

  /**
   * Counts the different values of a list where they are few; 0 and -0 are one value.
   *
   * @returns `null` where there are more than 16,384.
   */
  countDistinct(list: Float64Array): CountedValues | null {
    const { keys, counts, distinct } = this.#areas
    const { buffer } = this.#memory
    new Uint32Array(buffer, counts, 2 ** TABLE_BITS).fill(0)
    let numTaken = 0
    for (const [from, to] of this.#chunksOf(list)) {
      numTaken = this.#code.countDistinct(from, to, keys, counts, TABLE_BITS, numTaken, MAX_DISTINCT)
      if (numTaken > MAX_DISTINCT) return null
    }
    this.#code.gatherDistinct(keys, counts, TABLE_BITS, distinct)
    const inMemory = new Float64Array(buffer, distinct, numTaken)
    const values = inMemory.slice().sort()
    inMemory.set(values)
    const end = distinct + numTaken * 8
    this.#code.readCounts(distinct, end, keys, counts, TABLE_BITS, this.#areas.ofDistinct)
    return { values, counts: new Uint32Array(buffer, this.#areas.ofDistinct, numTaken).slice() }
  }

  /** Gives the least and the largest value of a list that is not empty. */
  rangeOf(list: Float64Array): { readonly low: number; readonly high: number } {
    const range = new Float64Array(this.#memory.buffer, this.#areas.range, 2)
    range.fill(list[0])
    for (const [from, to, numValues] of this.#chunksOf(list)) {
      // two are read at a time
      if (numValues % 2 === 1) this.#values[numValues] = list[0]
      this.#code.widenRange(from, numValues % 2 === 1 ? to + 8 : to, this.#areas.range)
    }
    const [low, high] = range
    return { low, high }
  }

  /**
   * Counts values by their cell.
   *
   * @returns [numCells]; good until the next call.
   */
  countCells(list: Float64Array, { low, scale, numCells }: Grid): Uint32Array {
    const { cells } = this.#areas
    const counts = new Uint32Array(this.#memory.buffer, cells, numCells).fill(0)
    for (const [from, to] of this.#chunksOf(list))
      this.#code.countCells(from, to, low, scale, numCells - 1, cells)
    return counts
  }

  /**
   * Gives the values of some cells, those of a cell together, in the order of the cells.
   *
   * @param wanted  Number of values of each cell that is asked for, and 0 of the others, [numCells].
   */
  gatherCells(list: Float64Array, { low, scale, numCells }: Grid, wanted: Uint32Array): Float64Array {
    const places = new Uint32Array(this.#memory.buffer, this.#areas.cells, numCells)
    const first = this.#numPages * PAGE_BYTES
    let end = first
    for (let cell = 0; cell < numCells; cell++) {
      places[cell] = wanted[cell] === 0 ? 0 : end
      end += wanted[cell] * 8
    }
    const missing = Math.ceil(end / PAGE_BYTES) - this.#memory.buffer.byteLength / PAGE_BYTES
    if (missing > 0) this.#memory.grow(missing)
    for (const [from, to] of this.#chunksOf(list))
      this.#code.gatherCells(from, to, low, scale, numCells - 1, this.#areas.cells)
    return new Float64Array(this.#memory.buffer, first, (end - first) / 8).slice()
  }

  /**
   * Writes the bin of each value: the number of thresholds below it.
   *
   * @param thresholds  Ascending, at most 255.
   * @param starts  Number of thresholds in the cells before each, [numCells + 1].
   * @param out  Receives the bins, [numValues].
   */
  findBins(
    list: Float64Array,
    { thresholds, grid, starts }: { thresholds: Float64Array; grid: Grid; starts: Uint8Array },
    out: Uint8Array,
  ): void {
    const { buffer } = this.#memory
    const areas = this.#areas
    new Float64Array(buffer, areas.thresholds, MAX_THRESHOLDS).set(thresholds)
    new Uint8Array(buffer, areas.cells, starts.length).set(starts)
    const { low, scale, numCells } = grid
    let at = 0
    for (const [from, to, numValues] of this.#chunksOf(list)) {
      this.#code.findBins(from, to, areas.thresholds, areas.cells, low, scale, numCells - 1, areas.bins)
      out.set(this.#bins.subarray(0, numValues), at)
      at += numValues
    }
  }

  /** Brings a list in, chunk by chunk; says where each starts and ends, and how many values it has. */
  *#chunksOf(list: Float64Array): Generator<readonly [from: number, to: number, numValues: number]> {
    const { values } = this.#areas
    for (let start = 0; start < list.length; start += CHUNK) {
      const chunk = list.subarray(start, start + CHUNK)
      this.#values.set(chunk)
      yield [values, values + chunk.length * 8, chunk.length]
    }
  }
}

function takeAreas(room: Room) {
  return {
    values: room.take((CHUNK + 1) * 8),
    bins: room.take(CHUNK),
    thresholds: room.take(MAX_THRESHOLDS * 8),
    keys: room.take(2 ** TABLE_BITS * 8),
    counts: room.take(2 ** TABLE_BITS * 4),
    distinct: room.take(MAX_DISTINCT * 8),
    ofDistinct: room.take(MAX_DISTINCT * 4),
    range: room.take(16),
    cells: room.take(MAX_CELLS * 4),
  }
}
