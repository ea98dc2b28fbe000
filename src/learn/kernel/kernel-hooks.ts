import { FIELD, type GrownTree } from '../grown-tree.ts'
import type { PhaseClock } from '../phase-clock.ts'
import { phases } from '../profile.ts'
import { GrowingTree } from './growing-tree.ts'

/** Bytes of the room for grown nodes on their way out of the compiled code (assembly/grown-nodes.ts). */
export const GROWN_BYTES = 512 * FIELD.count * 8

/** What compiled code calls outside while it grows trees: takes their nodes, and keeps rows that several of them need. */
export class KernelHooks {
  readonly #memory: WebAssembly.Memory
  readonly #clock: PhaseClock | null
  readonly #kept: Uint8Array[] = []
  #grown: Float64Array = new Float64Array(0)
  /** Used again and again, as what they hold would wait for the next garbage collection. */
  readonly #trees: GrowingTree[] = []

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
      takeNodes: (count: number, from: number, to: number) => {
        const nodes = this.#grown.subarray(0, count * FIELD.count)
        for (const tree of this.#trees.slice(from, to)) tree.addNodes(nodes)
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
    while (this.#trees.length < numTrees) this.#trees.push(new GrowingTree())
    for (const tree of this.#trees) tree.clear()
    grow()
    return this.#trees.slice(0, numTrees).map((tree) => tree.nodes())
  }
}
