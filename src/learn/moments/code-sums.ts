import type { OneHotFeature } from '../../model/feature-matrix.ts'
import { MAX_NODES, type MomentsCode } from './moments-code.ts'

/**
 * What rows sum up to by the codes of one-hot groups; the last code of a group stands for none.
 *
 * Rows are summed once for their combination of codes, which is a node of a table; combinations, which are few beside the
 * rows, are then summed by each code and pair of codes. When the table is full its sums are brought to the totals and it
 * begins anew.
 */
export class CodeSums {
  /** Number of rows by the codes of two groups, the second not after the first: [group][second][code, secondCode]. */
  readonly counts: readonly (readonly Float64Array[])[]
  /** Sum of each column by code, row-major, [group][numSlots + 1, numColumns]. */
  readonly sums: readonly Float64Array[]
  readonly #codes: readonly Uint8Array[]
  readonly #sizes: readonly number[]
  readonly #numColumns: number
  /** By node and code, the node of the next group; 0 is the first, and so stands for none. */
  readonly #next: Int32Array
  readonly #width: number
  readonly #code: MomentsCode
  /** A row with the codes of the node, [MAX_NODES]. */
  readonly #rowOfNode = new Float64Array(MAX_NODES)
  #numNodes = 1

  /** @param code  Sums the rows; its cells are these nodes'. */
  constructor(groups: readonly OneHotFeature[], numColumns: number, code: MomentsCode) {
    const sizes = groups.map(({ numSlots }) => numSlots + 1)
    this.counts = sizes.map((size, index) =>
      sizes.slice(0, index + 1).map((other) => new Float64Array(size * other)),
    )
    this.sums = sizes.map((size) => new Float64Array(size * numColumns))
    this.#codes = groups.map(({ codes }) => codes)
    this.#sizes = sizes
    this.#numColumns = numColumns
    this.#width = Math.max(1, ...sizes)
    this.#next = new Int32Array(MAX_NODES * this.#width)
    this.#code = code
  }

  /** Adds rows `start` to `end` (exclusive), whose columns the code has taken. */
  add({ start, end }: { readonly start: number; readonly end: number }): void {
    if (this.#sizes.length === 0) return
    const { nodes } = this.#code
    let first = 0
    for (let row = start; row < end; row++) {
      let node = this.#nodeOf(row)
      if (node === 0) {
        if (this.#numNodes + this.#codes.length > MAX_NODES) {
          this.#code.addByNode(first, row - start)
          first = row - start
          this.flush()
        }
        node = this.#addNodes(row)
      }
      nodes[row - start] = node
    }
    this.#code.addByNode(first, end - start)
  }

  /** Brings the sums of all combinations to the totals. */
  flush(): void {
    const numColumns = this.#numColumns
    for (let node = 1; node < this.#numNodes; node++) {
      const cell = this.#code.cells.subarray(node * (numColumns + 1), (node + 1) * (numColumns + 1))
      const count = cell[numColumns]
      if (count === 0) continue
      const codes = this.#codes.map((values) => values[this.#rowOfNode[node]])
      codes.forEach((code, group) => {
        const sums = this.sums[group]
        for (let column = 0; column < numColumns; column++) sums[code * numColumns + column] += cell[column]
        for (let second = 0; second <= group; second++)
          this.counts[group][second][code * this.#sizes[second] + codes[second]] += count
      })
    }
    this.#code.cells.fill(0)
    this.#next.fill(0)
    this.#numNodes = 1
  }

  /** Gives the node of a row, 0 if it is not there yet. */
  #nodeOf(row: number): number {
    const next = this.#next
    let node = 0
    for (let group = 0; group < this.#codes.length; group++) {
      node = next[node * this.#width + this.#codes[group][row]]
      if (node === 0) return 0
    }
    return node
  }

  /** Adds what is missing on the way to a row's node. */
  #addNodes(row: number): number {
    let node = 0
    for (const codes of this.#codes) {
      const at = node * this.#width + codes[row]
      if (this.#next[at] === 0) this.#next[at] = this.#numNodes++
      node = this.#next[at]
    }
    this.#rowOfNode[node] = row
    return node
  }
}
