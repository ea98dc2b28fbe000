import { PAGE_BYTES, Room } from '../room.ts'
import { wasmModule } from '../wasm-module.ts'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
interface Compiled {
  centerColumn(column: number, end: number, center: number): number
  addProducts(columns: number, step: number, numColumns: number, numBytes: number, products: number): void
  addByNode(
    columns: number,
    step: number,
    numColumns: number,
    nodes: number,
    first: number,
    end: number,
    cells: number,
  ): void
  walkCodes(
    codes: number,
    step: number,
    numGroups: number,
    next: number,
    width: number,
    nodes: number,
    first: number,
    end: number,
  ): number
}

/** Rows that are read at a time. */
export const CHUNK_ROWS = 512
/** Most nodes of the table of combinations of codes; see CodeSums. */
export const MAX_NODES = 2048
/** Bytes from one column to the next: a cache line more, as at a power of two all columns would want the same place. */
const STEP = CHUNK_ROWS * 8 + 64

/** One-hot groups whose combinations of codes are nodes of a table. */
export interface GroupShape {
  readonly numGroups: number
  /** Most codes of a group. */
  readonly width: number
}

/** Sums of rows in compiled code, a chunk of rows at a time. */
export class MomentsCode {
  /** Sums of the products of every two columns: lower triangle, row-major without gaps. */
  readonly products: Float64Array
  /** Sums and, behind them, number of rows by node, [MAX_NODES, numColumns + 1]. */
  readonly cells: Float64Array
  /** Node of each row of the chunk, [CHUNK_ROWS]. */
  readonly nodes: Uint32Array
  /** By node and code, the node of the next group, [MAX_NODES, width]; 0 where there is none. */
  readonly next: Uint32Array
  readonly #groups: GroupShape
  readonly #codes: Uint8Array
  readonly #code: Compiled
  readonly #numColumns: number
  readonly #columns: Float64Array
  readonly #areas: {
    readonly columns: number
    readonly products: number
    readonly nodes: number
    readonly cells: number
    readonly codes: number
    readonly next: number
  }

  constructor(numColumns: number, groups: GroupShape) {
    const numProducts = (numColumns * (numColumns + 1)) / 2
    const numCells = MAX_NODES * (numColumns + 1)
    const room = new Room(PAGE_BYTES)
    this.#areas = {
      columns: room.take(numColumns * STEP),
      products: room.take(numProducts * 8),
      nodes: room.take(CHUNK_ROWS * 4),
      cells: room.take(numCells * 8),
      codes: room.take(groups.numGroups * CHUNK_ROWS),
      next: room.take(MAX_NODES * groups.width * 4),
    }
    this.#groups = groups
    const memory = new WebAssembly.Memory({ initial: room.numPages, maximum: room.numPages, shared: true })
    const module = wasmModule('moments')
    this.#code = new WebAssembly.Instance(module, { env: { memory } }).exports as unknown as Compiled
    this.#numColumns = numColumns
    this.#columns = new Float64Array(memory.buffer, this.#areas.columns, (numColumns * STEP) / 8)
    this.products = new Float64Array(memory.buffer, this.#areas.products, numProducts)
    this.nodes = new Uint32Array(memory.buffer, this.#areas.nodes, CHUNK_ROWS)
    this.cells = new Float64Array(memory.buffer, this.#areas.cells, numCells)
    this.#codes = new Uint8Array(memory.buffer, this.#areas.codes, groups.numGroups * CHUNK_ROWS)
    this.next = new Uint32Array(memory.buffer, this.#areas.next, MAX_NODES * groups.width)
  }

  /** Takes the next values of a column less its center, at most CHUNK_ROWS; gives their sum. */
  takeColumn(column: number, values: Float64Array, center: number): number {
    const at = column * (STEP / 8)
    this.#columns.set(values, at)
    // two are read at a time
    if (values.length % 2 === 1) this.#columns[at + values.length] = center
    const from = this.#areas.columns + column * STEP
    return this.#code.centerColumn(from, from + bytesOf(values.length), center)
  }

  /** Adds the products of the columns that were taken. */
  addProducts(numRows: number): void {
    const { columns, products } = this.#areas
    this.#code.addProducts(columns, STEP, this.#numColumns, bytesOf(numRows), products)
  }

  /** Takes the next codes of a group, at most CHUNK_ROWS. */
  takeCodes(group: number, codes: Uint8Array): void {
    this.#codes.set(codes, group * CHUNK_ROWS)
  }

  /** Finds the nodes of rows by the codes that were taken; gives the first row from `first` on that has none, or `end`. */
  walkCodes(first: number, end: number): number {
    const { codes, next, nodes } = this.#areas
    const { numGroups, width } = this.#groups
    return this.#code.walkCodes(codes, CHUNK_ROWS, numGroups, next, width, nodes, first, end)
  }

  /** Adds rows from `first` to `end` (exclusive) of those that were taken to the cells of their nodes. */
  addByNode(first: number, end: number): void {
    const { columns, nodes, cells } = this.#areas
    this.#code.addByNode(columns, STEP, this.#numColumns, nodes, first, end, cells)
  }
}

/** Bytes of an even number of values, at least so many. */
function bytesOf(numValues: number): number {
  return Math.ceil(numValues / 2) * 16
}
