import type { OneHotFeature } from '../model/feature-matrix.ts'
import { CHUNK_ROWS } from './numeric-products.ts'

/** Nodes of the table of combinations; when it is full its sums are brought to the totals and it begins anew. */
const MAX_NODES = 2048

/**
 * What rows sum up to by the codes of one-hot groups; the last code of a group stands for none.
 *
 * Rows are summed once for their combination of codes, and combinations, which are few beside the rows, are then
 * summed by each code and pair of codes.
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
  /** Sums and, behind them, number of rows of the nodes behind the last group: [MAX_NODES, numColumns + 1]. */
  readonly #cells: Float64Array
  /** A row with the codes of the node, [MAX_NODES]. */
  readonly #rowOfNode = new Float64Array(MAX_NODES)
  #numNodes = 1

  constructor(groups: readonly OneHotFeature[], numColumns: number) {
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
    this.#cells = new Float64Array(MAX_NODES * (numColumns + 1))
  }

  /**
   * Adds rows `start` to `end` (exclusive).
   *
   * @param chunk  Their columns one after another, [numColumns, CHUNK_ROWS].
   */
  add(chunk: Float64Array, { start, end }: { readonly start: number; readonly end: number }): void {
    const cells = this.#cells
    const numColumns = this.#numColumns
    if (this.#sizes.length === 0) return
    for (let row = start, first = 0; row < end; row++, first++) {
      let to = this.#nodeOf(row) * (numColumns + 1)
      for (let column = 0, at = first; column < numColumns; column++, at += CHUNK_ROWS)
        cells[to++] += chunk[at]
      cells[to]++
    }
  }

  /** Brings the sums of all combinations to the totals. */
  flush(): void {
    const numColumns = this.#numColumns
    for (let node = 1; node < this.#numNodes; node++) {
      const cell = this.#cells.subarray(node * (numColumns + 1), (node + 1) * (numColumns + 1))
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
    this.#cells.fill(0)
    this.#next.fill(0)
    this.#numNodes = 1
  }

  #nodeOf(row: number): number {
    const next = this.#next
    let node = 0
    for (let group = 0; group < this.#codes.length; group++) {
      const at = node * this.#width + this.#codes[group][row]
      node = next[at]
      if (node === 0) return this.#addNodes(row)
    }
    return node
  }

  /** Adds what is missing on the way to a row's node, after a flush where the table is full. */
  #addNodes(row: number): number {
    if (this.#numNodes + this.#codes.length > MAX_NODES) this.flush()
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
