import { PAGE_BYTES, Room } from '../room.ts'
import { wasmModule } from '../wasm-module.ts'

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
  beginCuts(stride: number, thresholds: number): void
  endOfCuts(): number
  cutCounted(values: number, end: number, counts: number): void
  widenRange(values: number, end: number, range: number): void
  countCells(values: number, end: number, low: number, scale: number, last: number, counts: number): void
  beginCells(): void
  placeCells(counts: number, numCells: number, places: number, room: number): number
  gatherCells(values: number, end: number, low: number, scale: number, last: number, places: number): void
  cutCells(counts: number, numCells: number, places: number): number
  countBefore(thresholds: number, end: number, low: number, scale: number, last: number, starts: number): void
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
/** Cells of an even grid over the range of a column; with so many, most hold no threshold and few values. */
const NUM_CELLS = 2 ** 15
const LAST_CELL = NUM_CELLS - 1

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
  /** Where the values of cells begin, which end where the memory does. */
  readonly #cellValues: number

  /** @param numValues  Most values of a list that is cut. */
  constructor(numValues: number) {
    const room = new Room(PAGE_BYTES)
    this.#areas = takeAreas(room)
    this.#cellValues = room.numPages * PAGE_BYTES
    const maximum = room.numPages + Math.ceil((numValues * 8) / PAGE_BYTES)
    this.#memory = new WebAssembly.Memory({ initial: room.numPages, maximum, shared: true })
    const instance = new WebAssembly.Instance(wasmModule('bins'), { env: { memory: this.#memory } })
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
    const { keys, counts, distinct, countsOfDistinct } = this.#areas
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
    this.#code.readCounts(distinct, distinct + numTaken * 8, keys, counts, TABLE_BITS, countsOfDistinct)
    return { values, counts: new Uint32Array(buffer, countsOfDistinct, numTaken).slice() }
  }

  /**
   * Cuts at quantiles: for each multiple of `stride`, in the middle of the gap whose number of values below comes nearest to
   * it; a value that fills several strides has one cut.
   *
   * @param stride  Number of values from one quantile to the next, at least a 256th of all.
   * @returns Thresholds, ascending.
   */
  cutCounted({ values, counts }: CountedValues, stride: number): Float64Array {
    const { distinct, countsOfDistinct, thresholds } = this.#areas
    new Float64Array(this.#memory.buffer, distinct, values.length).set(values)
    new Uint32Array(this.#memory.buffer, countsOfDistinct, counts.length).set(counts)
    this.#code.beginCuts(stride, thresholds)
    this.#code.cutCounted(distinct, distinct + values.length * 8, countsOfDistinct)
    return this.#cutThresholds()
  }

  /**
   * Does the same with values that are not counted.
   *
   * They are counted on an even grid, and only those of the cells are sorted into which a cut may fall.
   *
   * @param list  Without NaN, at least one; 0 and -0 are one value.
   */
  cutValues(list: Float64Array, stride: number): Float64Array {
    const { cells, places, thresholds } = this.#areas
    const { low, scale } = gridOver(this.#rangeOf(list))
    new Uint32Array(this.#memory.buffer, cells, NUM_CELLS).fill(0)
    for (const [from, to] of this.#chunksOf(list))
      this.#code.countCells(from, to, low, scale, LAST_CELL, cells)
    this.#code.beginCuts(stride, thresholds)
    this.#code.beginCells()
    do {
      const end = this.#code.placeCells(cells, NUM_CELLS, places, this.#cellValues) >>> 0
      const missing = Math.ceil(end / PAGE_BYTES) - this.#memory.buffer.byteLength / PAGE_BYTES
      if (missing > 0) this.#memory.grow(missing)
      for (const [from, to] of this.#chunksOf(list))
        this.#code.gatherCells(from, to, low, scale, LAST_CELL, places)
    } while (this.#code.cutCells(cells, NUM_CELLS, places) === 0)
    return this.#cutThresholds()
  }

  /**
   * Writes the bin of each value: the number of thresholds below it.
   *
   * @param thresholds  Ascending, at most 255.
   * @param out  Receives the bins, [numValues].
   */
  findBins(list: Float64Array, thresholds: Float64Array, out: Uint8Array): void {
    const areas = this.#areas
    new Float64Array(this.#memory.buffer, areas.thresholds, MAX_THRESHOLDS).set(thresholds)
    const [least = 0] = thresholds
    const { low, scale } = gridOver({ low: least, high: thresholds.at(-1) ?? least })
    const end = areas.thresholds + thresholds.length * 8
    this.#code.countBefore(areas.thresholds, end, low, scale, LAST_CELL, areas.cells)
    let at = 0
    for (const [from, to, numValues] of this.#chunksOf(list)) {
      this.#code.findBins(from, to, areas.thresholds, areas.cells, low, scale, LAST_CELL, areas.bins)
      out.set(this.#bins.subarray(0, numValues), at)
      at += numValues
    }
  }

  #cutThresholds(): Float64Array {
    const { thresholds } = this.#areas
    const numBytes = this.#code.endOfCuts() - thresholds
    return new Float64Array(this.#memory.buffer, thresholds, numBytes / 8).slice()
  }

  /** Gives the least and the largest value of a list that is not empty. */
  #rangeOf(list: Float64Array): { readonly low: number; readonly high: number } {
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

/**
 * Lays an even grid over a range: a value's cell is (value - low) * scale, between 0 and the last. A range without end, or
 * too narrow to divide, is one cell.
 */
function gridOver({ low, high }: { readonly low: number; readonly high: number }) {
  const range = high - low
  const canDivide = range > 0 && range < Number.POSITIVE_INFINITY
  return { low, scale: canDivide ? Math.min(NUM_CELLS / range, 2 ** 1000) : 0 }
}

function takeAreas(room: Room) {
  return {
    values: room.take((CHUNK + 1) * 8),
    bins: room.take(CHUNK + 1),
    thresholds: room.take(MAX_THRESHOLDS * 8),
    keys: room.take(2 ** TABLE_BITS * 8),
    counts: room.take(2 ** TABLE_BITS * 4),
    distinct: room.take(MAX_DISTINCT * 8),
    countsOfDistinct: room.take(MAX_DISTINCT * 4),
    range: room.take(16),
    cells: room.take(NUM_CELLS * 4),
    places: room.take(NUM_CELLS * 4),
  }
}
