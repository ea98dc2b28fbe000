import { hash32 } from '../../random.ts'
import { drawSlots } from './draw-slots.ts'
import type { GrowTogetherOptions, NodeRows, Split } from './kernel.ts'
import type { NodeKernel } from './node-kernel.ts'

/** Chooses the splits of a tree, or of trees that differ in their smallest leaf alone. */
export class SplitChooser {
  readonly #kernel: NodeKernel
  readonly #options: GrowTogetherOptions
  readonly #isDrawn: Uint8Array
  readonly #slotOrder: Uint32Array

  constructor(kernel: NodeKernel, options: GrowTogetherOptions) {
    this.#kernel = kernel
    this.#options = options
    this.#isDrawn = new Uint8Array(options.numSlots)
    this.#slotOrder = new Uint32Array(options.numSlots)
  }

  /** Draws the slots of the node on a path: root 1, left child 2p, right child 2p + 1. */
  draw(path: number): void {
    const { seed, numDrawn } = this.#options
    drawSlots(hash32(seed, path), numDrawn, this.#isDrawn, this.#slotOrder)
  }

  /** Whether a node of so many rows may be split at all. */
  maySplit({ depth, numRows }: NodeRows, minInstancesPerNode: number): boolean {
    return depth < this.#options.maxDepth && numRows >= 2 * minInstancesPerNode
  }

  /** Gives the best split of the node whose slots were drawn last, or `null` for a leaf. */
  find(rows: NodeRows, minInstancesPerNode: number): Split | null {
    if (!this.maySplit(rows, minInstancesPerNode)) return null
    return this.#kernel.findSplit(rows, this.#isDrawn, {
      minInstancesPerNode,
      minGain: this.#options.minGain,
    })
  }
}
