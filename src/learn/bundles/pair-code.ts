import { PAGE_BYTES, Room } from '../room.ts'
import { wasmModule } from '../wasm-module.ts'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
interface Compiled {
  numberPairs(
    firsts: number,
    end: number,
    seconds: number,
    numbers: number,
    pairs: number,
    count: number,
    limit: number,
  ): number
  replacePairs(firsts: number, end: number, seconds: number, numbers: number): void
}

/** Rows that are read at a time. */
const CHUNK = 8192
/** Pairs of two bytes. */
const NUM_PAIRS = 2 ** 16

/** Numbers pairs of bytes in compiled code, a chunk of rows at a time. */
export class PairCode {
  readonly #code: Compiled
  readonly #areas: ReturnType<typeof takeAreas>
  readonly #firsts: Uint8Array
  readonly #seconds: Uint8Array
  /** Number by pair, [NUM_PAIRS]; -1 where it has none. */
  readonly #numbers: Int16Array
  readonly #pairs: Uint16Array

  constructor() {
    const room = new Room(PAGE_BYTES)
    this.#areas = takeAreas(room)
    const { firsts, seconds, numbers, pairs } = this.#areas
    const memory = new WebAssembly.Memory({ initial: room.numPages, maximum: room.numPages, shared: true })
    const module = wasmModule('bundles')
    this.#code = new WebAssembly.Instance(module, { env: { memory } }).exports as Compiled
    this.#firsts = new Uint8Array(memory.buffer, firsts, CHUNK)
    this.#seconds = new Uint8Array(memory.buffer, seconds, CHUNK)
    this.#numbers = new Int16Array(memory.buffer, numbers, NUM_PAIRS)
    this.#pairs = new Uint16Array(memory.buffer, pairs, NUM_PAIRS)
  }

  /**
   * Numbers the pairs of two columns in the order in which the rows show them.
   *
   * @param limit  At most 32,767.
   * @returns The pairs (256 * first + second) by number, or `null` if there are more than the limit.
   */
  numberPairs(firsts: Uint8Array, seconds: Uint8Array, limit: number): Uint16Array | null {
    const { numbers, pairs } = this.#areas
    this.#numbers.fill(-1)
    let count = 0
    for (const { end } of this.#chunksOf(firsts, seconds)) {
      const areas = this.#areas
      count = this.#code.numberPairs(areas.firsts, end, areas.seconds, numbers, pairs, count, limit)
      if (count > limit) return null
    }
    return this.#pairs.slice(0, count)
  }

  /** Writes in place of each first byte the number of its pair, of at most 256. */
  replacePairs(firsts: Uint8Array, seconds: Uint8Array, pairs: Uint16Array): void {
    const areas = this.#areas
    pairs.forEach((pair, number) => {
      this.#numbers[pair] = number
    })
    for (const { start, end, numRows } of this.#chunksOf(firsts, seconds)) {
      this.#code.replacePairs(areas.firsts, end, areas.seconds, areas.numbers)
      firsts.set(this.#firsts.subarray(0, numRows), start)
    }
  }

  /** Brings two columns in, chunk by chunk; says where in them each starts, and where in memory its firsts end. */
  *#chunksOf(firsts: Uint8Array, seconds: Uint8Array): Generator<Chunk> {
    for (let start = 0; start < firsts.length; start += CHUNK) {
      const some = firsts.subarray(start, start + CHUNK)
      this.#firsts.set(some)
      this.#seconds.set(seconds.subarray(start, start + CHUNK))
      yield { start, end: this.#areas.firsts + some.length, numRows: some.length }
    }
  }
}

interface Chunk {
  readonly start: number
  readonly end: number
  readonly numRows: number
}

function takeAreas(room: Room) {
  return {
    firsts: room.take(CHUNK),
    seconds: room.take(CHUNK),
    numbers: room.take(NUM_PAIRS * 2),
    pairs: room.take(NUM_PAIRS * 2),
  }
}
