import { FIELD, type GrownTree } from '../grown-tree.ts'
import type { PhaseClock } from '../phase-clock.ts'
import { phases } from '../profile.ts'
import type { GrownParts } from '../tree-parts.ts'
import { GrowingTree } from './growing-tree.ts'

/** Grown nodes on their way out of the compiled code (assembly/grown-nodes.ts): first the fields of all. */
const MAX_NODES = 512
/** Behind them stands of each which trees have it, from the first to before the second. */
const TREES = MAX_NODES * FIELD.count
/** Bytes of the room for them. */
export const GROWN_BYTES = (TREES + MAX_NODES * 2) * 8

/** What compiled code calls outside while it grows trees: takes their nodes, and keeps rows that several of them need. */
export class KernelHooks {
  readonly #memory: WebAssembly.Memory
  readonly #clock: PhaseClock | null
  readonly #kept: Uint8Array[] = []
  #grown: Float64Array = new Float64Array(0)
  #trees: readonly GrowingTree[] = []
  #paths: number[] = []
  #starts: number[] = []

  /** @param clock  Told what the compiled code is doing. */
  constructor(memory: WebAssembly.Memory, clock: PhaseClock | null) {
    this.#memory = memory
    this.#clock = clock
  }

  get isProfiled(): boolean {
    return this.#clock !== null
  }

  /** The functions of assembly/hooks.ts. */
  imports() {
    return {
      takeNodes: (count: number) => this.#takeNodes(count),
      startPart: (path: number) => {
        this.#paths.push(path)
        this.#starts.push(this.#trees[0].length)
      },
      keepBytes: (from: number, length: number) => {
        this.#kept.push(new Uint8Array(this.#memory.buffer, from >>> 0, length).slice())
      },
      putBack: (to: number) => {
        const kept = this.#kept.pop() ?? new Uint8Array(0)
        new Uint8Array(this.#memory.buffer, to >>> 0, kept.length).set(kept)
      },
      enter: (phase: number, updates: number) => this.#clock?.enter(phases[phase], updates),
    }
  }

  /** @param address  Of GROWN_BYTES. */
  takeNodesFrom(address: number): void {
    this.#grown = new Float64Array(this.#memory.buffer, address, GROWN_BYTES / 8)
  }

  /** Gives the trees that `grow` grows. */
  gather(numTrees: number, grow: () => void): GrownTree[] {
    this.#trees = Array.from({ length: numTrees }, () => new GrowingTree())
    grow()
    return this.#trees.map((tree) => tree.nodes())
  }

  /** Gives the parts of a tree that `grow` grows. */
  gatherParts(grow: () => void): GrownParts {
    this.#paths = []
    this.#starts = []
    const [nodes] = this.gather(1, grow)
    return { paths: this.#paths, starts: this.#starts, nodes }
  }

  #takeNodes(count: number): void {
    const grown = this.#grown
    if (this.#trees.length === 1) {
      this.#trees[0].addNodes(grown.subarray(0, count * FIELD.count))
      return
    }
    for (let node = 0; node < count; node++) {
      const [from, to] = [grown[TREES + 2 * node], grown[TREES + 2 * node + 1]]
      for (let tree = from; tree < to; tree++) this.#trees[tree].addFields(grown, node * FIELD.count)
    }
  }
}
