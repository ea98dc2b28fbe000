import type { Tree } from '../../model/tree.ts'
import type { Binning } from '../bins/bins.ts'
import type { Scale } from '../fixed-point.ts'
import { FIELD, type GrownParts, type GrownTree, PART } from '../grown-tree.ts'
import { PAGE_BYTES, Room } from '../room.ts'
import { wasmModule } from '../wasm-module.ts'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
interface Compiled {
  joinParts(parts: number, end: number, out: number): number
  mergeLeaves(nodes: number, end: number, waiting: number): number
  writeColumns(
    nodes: number,
    end: number,
    features: number,
    center: number,
    step: number,
    open: number,
    doubles: number,
    integers: number,
  ): void
}

const NODE_BYTES = FIELD.count * 8
/** Words of a feature: first slot, slots a bin, address of its thresholds, and one that is not used. */
const FEATURE_WORDS = 4
/** More levels than a path has bits (grown-tree.ts). */
const MAX_LEVELS = 64
/** All that 32 bits address. */
const MAX_PAGES = 2 ** 16
const NUM_DOUBLES = 7
const NUM_INTEGERS = 3
/** Of the columns of a tree. */
const COLUMN_BYTES = NUM_DOUBLES * 8 + NUM_INTEGERS * 4

/** A tree that is done. */
export interface FinishedTree {
  readonly tree: Tree
  /** Its nodes as they were grown, without those that were merged; the next tree takes their place. */
  readonly grown: GrownTree
}

/**
 * Makes trees of grown ones, in compiled code: parts are joined, leaves that predict the same under one parent merged,
 * squares summed upwards, and labels and thresholds come back.
 */
export class TreeFinisher {
  readonly #memory: WebAssembly.Memory
  readonly #code: Compiled
  readonly #features: number
  readonly #levels: number
  /** Where the nodes and columns of a tree begin, which end where the memory does. */
  readonly #nodes: number

  constructor(binning: Binning) {
    const room = new Room(PAGE_BYTES)
    this.#features = room.take(binning.length * FEATURE_WORDS * 4)
    this.#levels = room.take(MAX_LEVELS * 4)
    const thresholds = binning.map((cut) => room.take(cut.thresholds.byteLength))
    this.#nodes = room.numPages * PAGE_BYTES
    this.#memory = new WebAssembly.Memory({ initial: room.numPages, maximum: MAX_PAGES, shared: true })
    const instance = new WebAssembly.Instance(wasmModule('finish'), { env: { memory: this.#memory } })
    this.#code = instance.exports as Compiled
    const { buffer } = this.#memory
    for (const [feature, cut] of binning.entries()) {
      const words = new Uint32Array(buffer, this.#features + feature * FEATURE_WORDS * 4, FEATURE_WORDS)
      words.set([cut.slot, cut.kind === 'one-hot' ? 1 : 0, thresholds[feature]])
      new Float64Array(buffer, thresholds[feature], cut.thresholds.length).set(cut.thresholds)
    }
  }

  /**
   * Finishes a tree.
   *
   * @param grown  What each thread has grown of it.
   * @param scale  How its targets are meant.
   */
  finish(grown: readonly GrownParts[], { center, step }: Scale): FinishedTree {
    const { nodes, end } = this.#bringIn(grown)
    const start = this.#code.mergeLeaves(nodes, end, this.#levels) >>> 0
    const numNodes = (end - start) / NODE_BYTES
    const integers = end + numNodes * NUM_DOUBLES * 8
    this.#code.writeColumns(start, end, this.#features, center, step, this.#levels, end, integers)
    const { buffer } = this.#memory
    const double = (column: number) => new Float64Array(buffer, end + column * numNodes * 8, numNodes).slice()
    const integer = (column: number) =>
      new Int32Array(buffer, integers + column * numNodes * 4, numNodes).slice()
    const tree = {
      numNodes,
      feature: integer(0),
      threshold: double(0),
      left: integer(1),
      right: integer(2),
      prediction: double(1),
      impurity: double(2),
      gain: double(3),
      numRows: double(4),
      sum: double(5),
      sumSquares: double(6),
    }
    return { tree, grown: new Float64Array(buffer, start, numNodes * FIELD.count) }
  }

  /** Brings the nodes of a tree into memory, with room for its columns behind them; says where they stand. */
  #bringIn(grown: readonly GrownParts[]): { nodes: number; end: number } {
    const numBytes = grown.reduce((sum, { byteLength }) => sum + byteLength, 0)
    // parts, the tree that they make, and columns
    this.#makeRoom(this.#nodes + 2 * numBytes + (numBytes / NODE_BYTES) * COLUMN_BYTES)
    let end = this.#nodes
    for (const parts of grown) {
      new Float64Array(this.#memory.buffer, end, parts.length).set(parts)
      end += parts.byteLength
    }
    const isWhole = grown.length === 1 && grown[0][FIELD.feature] !== PART
    if (isWhole) return { nodes: this.#nodes, end }
    return { nodes: end, end: this.#code.joinParts(this.#nodes, end, end) >>> 0 }
  }

  #makeRoom(end: number): void {
    const missing = end - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
  }
}
