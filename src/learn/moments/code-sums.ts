import type { OneHotFeature } from '../../model/feature-matrix.ts'
import { type GroupShape, MAX_NODES, type MomentsCode } from './moments-code.ts'

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
    this.#width = shapeOfGroups(groups).width
    this.#code = code
  }

  /** Adds rows `start` to `end` (exclusive), whose columns the code has taken. */
  add({ start, end }: { readonly start: number; readonly end: number }): void {
    if (this.#sizes.length === 0) return
    this.#codes.forEach((codes, group) => {
      this.#code.takeCodes(group, codes.subarray(start, end))
    })
    const numRows = end - start
    let first = 0
    for (
      let row = this.#code.walkCodes(0, numRows);
      row < numRows;
      row = this.#code.walkCodes(row, numRows)
    ) {
      if (this.#numNodes + this.#codes.length > MAX_NODES) {
        this.#code.addByNode(first, row)
        first = row
        this.flush()
      }
      this.#addNodes(start + row)
    }
    this.#code.addByNode(first, numRows)
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
    this.#code.next.fill(0)
    this.#numNodes = 1
  }

  /** Adds what is missing on the way to a row's node. */
  #addNodes(row: number): void {
    const { next } = this.#code
    // 0 is the first, and so stands for none
    let node = 0
    for (const codes of this.#codes) {
      const at = node * this.#width + codes[row]
      if (next[at] === 0) next[at] = this.#numNodes++
      node = next[at]
    }
    this.#rowOfNode[node] = row
  }
}

/** Gives the shape of groups, each of which has one code more than slots. */
export function shapeOfGroups(groups: readonly OneHotFeature[]): GroupShape {
  return { numGroups: groups.length, width: Math.max(1, ...groups.map(({ numSlots }) => numSlots + 1)) }
}
