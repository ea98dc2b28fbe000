import type { Tree } from '../../model/tree.ts'
import type { Binning } from '../bins/bins.ts'
import type { Scale } from '../fixed-point.ts'
import { FIELD, type GrownTree } from '../grown-tree.ts'
import { PAGE_BYTES, Room } from '../room.ts'
import { wasmModule } from '../wasm-module.ts'

/** The functions of `assembly/`, compiled; addresses are in bytes, each is described at its source. */
interface Compiled {
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
/** More levels than a path has bits (see GrownParts). */
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
 * Makes trees of grown ones, in compiled code: leaves that predict the same under one parent are merged, squares summed
 * upwards, and labels and thresholds come back.
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

  /** Finishes a tree whose targets have a scale. */
  finish(grown: GrownTree, { center, step }: Scale): FinishedTree {
    const end = this.#nodes + grown.byteLength
    this.#makeRoom(end + (grown.length / FIELD.count) * COLUMN_BYTES)
    new Float64Array(this.#memory.buffer, this.#nodes, grown.length).set(grown)
    const start = this.#code.mergeLeaves(this.#nodes, end, this.#levels) >>> 0
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

  #makeRoom(end: number): void {
    const missing = end - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE_BYTES))
  }
}
