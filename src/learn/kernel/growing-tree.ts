import { FIELD, type GrownTree, type RowSum } from '../grown-tree.ts'
import type { Split } from './kernel.ts'

/** A tree to which nodes are added in pre-order. */
export class GrowingTree {
  #nodes = new Float64Array(128 * FIELD.count)
  #end = 0

  addLeaf(rows: RowSum, sumSquares: number): void {
    this.#add(-1, 0, -1, rows, sumSquares)
  }

  /** Adds a node that is split; its left subtree follows, then its right one. */
  addSplit(rows: RowSum, { feature, bin, gain }: Pick<Split, 'feature' | 'bin' | 'gain'>): void {
    this.#add(feature, bin, gain, rows, 0)
  }

  /** Takes all nodes away. */
  clear(): void {
    this.#end = 0
  }

  /** Adds nodes that were grown elsewhere. */
  addNodes(grown: GrownTree): void {
    this.#makeRoom(grown.length)
    this.#nodes.set(grown, this.#end)
    this.#end += grown.length
  }

  /** Gives what has been added, in an array of its own. */
  nodes(): GrownTree {
    return this.#nodes.slice(0, this.#end)
  }

  #add(feature: number, bin: number, gain: number, { numRows, sum }: RowSum, sumSquares: number): void {
    this.#makeRoom(FIELD.count)
    const nodes = this.#nodes
    const at = this.#end
    nodes[at + FIELD.feature] = feature
    nodes[at + FIELD.bin] = bin
    nodes[at + FIELD.gain] = gain
    nodes[at + FIELD.numRows] = numRows
    nodes[at + FIELD.sum] = sum
    nodes[at + FIELD.sumSquares] = sumSquares
    this.#end = at + FIELD.count
  }

  #makeRoom(length: number): void {
    const end = this.#end + length
    if (end <= this.#nodes.length) return
    const larger = new Float64Array(Math.max(end, 2 * this.#nodes.length))
    larger.set(this.#nodes)
    this.#nodes = larger
  }
}
