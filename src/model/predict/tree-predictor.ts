import { type FeatureMatrix, writeDenseRows } from '../feature-matrix.ts'
import { type BinPlan, planBins } from './bin-plan.ts'
import type { FlatColumn } from './flat-column.ts'
import type { FlatTrees } from './flat-trees.ts'
import { TOP_LEVELS } from './flatten-tree.ts'
import { BLOCK_ROWS, type PredictAreas, placeTrees, TREE_BYTES } from './predict-areas.ts'
import { loadPredictCode, type PredictCode } from './predict-code.ts'

/** The first trees of an ensemble, cut off at a depth. */
export interface TreePart {
  readonly numTrees: number
  /** In edges; Infinity for whole trees. */
  readonly depth: number
}

/** More than any tree has. */
const MAX_STEPS = 2 ** 16

/** Up to so many rows are predicted one by one: a block has a cost of its own. */
const FEW_ROWS = 12

/**
 * Sums the predictions of trees, compiled (WebAssembly): each sum runs in the order of the trees, so it is that of the
 * plain walk to the last bit.
 *
 * Values become bins, one byte a slot that is asked about, and a tree four bytes a node. A block of rows passes one tree
 * after another: 16 rows at a time through its first levels, then eight side by side.
 */
export class TreePredictor {
  readonly #columns: readonly FlatColumn[]
  readonly #numTrees: number
  readonly #areas: PredictAreas
  readonly #code: PredictCode
  readonly #bins: Int8Array
  readonly #values: Float64Array
  readonly #sums: Float64Array
  readonly #slots: Float64Array

  /** @param numSlots  Length of the feature vector. */
  constructor(flat: FlatTrees, numSlots: number) {
    const { memory, areas } = placeTrees(flat, numSlots)
    this.#columns = flat.columns
    this.#numTrees = flat.trees.length
    this.#areas = areas
    this.#code = loadPredictCode(memory)
    this.#bins = new Int8Array(memory.buffer, areas.bins, flat.columns.length * BLOCK_ROWS)
    this.#values = new Float64Array(memory.buffer, areas.values, BLOCK_ROWS)
    this.#sums = new Float64Array(memory.buffer, areas.sums, BLOCK_ROWS)
    this.#slots = new Float64Array(memory.buffer, areas.slots, numSlots)
  }

  /**
   * Sums over the trees for every row of a matrix.
   *
   * @param out  Receives the sums, [numRows].
   */
  sumRows(matrix: FeatureMatrix, out: Float64Array): void {
    if (matrix.numRows <= FEW_ROWS) {
      for (let row = 0; row < matrix.numRows; row++) {
        writeDenseRows(matrix, row, row + 1, this.#slots)
        out[row] = this.#sumSlots()
      }
      return
    }
    this.sumParts(matrix, [{ numTrees: this.#numTrees, depth: Number.POSITIVE_INFINITY }], [out])
  }

  /**
   * Sums over parts of the trees for every row of a matrix.
   *
   * @param parts  The first trees, cut off at a depth of at least `TOP_LEVELS`; what they add runs in their order.
   * @param outs  Receive the sums, one array a part, [numRows].
   */
  sumParts(matrix: FeatureMatrix, parts: readonly TreePart[], outs: readonly Float64Array[]): void {
    const plan = planBins(this.#columns, matrix)
    const depths = [...new Set(parts.map(({ depth }) => depth))]
    const partsAt = depths.map((depth) => indicesAt(parts, depth))
    for (let start = 0; start < matrix.numRows; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, matrix.numRows)
      this.#binBlock(plan, start, end)
      for (const [at, depth] of depths.entries()) {
        this.#sums.fill(0)
        let numDone = 0
        for (const part of partsAt[at]) {
          const { numTrees } = parts[part]
          this.#addTrees(numDone, numTrees, { numRows: end - start, depth })
          numDone = numTrees
          outs[part].set(this.#sums.subarray(0, end - start), start)
        }
      }
    }
  }

  /**
   * Sums over the trees for rows that are given as full vectors; a few of them without allocating.
   *
   * @param dense  Slots, row-major, at least [out.length, numSlots]; read only.
   * @param out  Receives the sums, [numRows].
   */
  sumDense(dense: Float64Array, out: Float64Array): void {
    if (out.length <= FEW_ROWS) {
      for (let row = 0; row < out.length; row++) out[row] = this.sumRow(dense, row * this.#slots.length)
      return
    }
    for (let start = 0; start < out.length; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, out.length)
      this.#binDense(dense, start, end)
      this.#sums.fill(0)
      this.#addTrees(0, this.#numTrees, { numRows: end - start, depth: Number.POSITIVE_INFINITY })
      out.set(this.#sums.subarray(0, end - start), start)
    }
  }

  /**
   * Sums over the trees for one row, without allocating.
   *
   * @param dense  Slots of rows, row-major; the row's begin at `at`.
   */
  sumRow(dense: Float64Array, at: number): number {
    const slots = this.#slots
    for (let slot = 0; slot < slots.length; slot++) slots[slot] = dense[at + slot]
    return this.#sumSlots()
  }

  #sumSlots(): number {
    const { trees, columns, slots, bins } = this.#areas
    return this.#code.predictOne(trees, this.#numTrees, columns, this.#columns.length, slots, bins)
  }

  /** Adds what some of the trees predict to the sums of the block of rows that is binned. */
  #addTrees(
    from: number,
    to: number,
    { numRows, depth }: { readonly numRows: number; readonly depth: number },
  ): void {
    const { trees, bins, ways, sums } = this.#areas
    const maxSteps = Math.min(depth - TOP_LEVELS, MAX_STEPS)
    this.#code.predictBlock(trees + from * TREE_BYTES, to - from, bins, numRows, ways, sums, maxSteps)
  }

  #binDense(dense: Float64Array, start: number, end: number): void {
    const { thresholds, sizes, bins, values: valuesAt } = this.#areas
    const values = this.#values
    const numSlots = this.#slots.length
    for (let column = 0; column < this.#columns.length; column++) {
      let at = start * numSlots + this.#columns[column].slot
      for (let row = 0; row < end - start; row++, at += numSlots) values[row] = dense[at]
      const out = bins + column * BLOCK_ROWS
      this.#code.findBins(valuesAt, end - start, thresholds[column], sizes[column], out)
    }
  }

  #binBlock({ numeric, oneHot }: BinPlan, start: number, end: number): void {
    const { thresholds, sizes, bins: binsAt, values: valuesAt } = this.#areas
    for (const { column, values } of numeric) {
      this.#values.set(values.subarray(start, end))
      const out = binsAt + column * BLOCK_ROWS
      this.#code.findBins(valuesAt, end - start, thresholds[column], sizes[column], out)
    }
    const bins = this.#bins
    for (const { codes, offs, columnOfCode, binOfCode } of oneHot) {
      for (const { column, bin } of offs) bins.fill(bin, column * BLOCK_ROWS, (column + 1) * BLOCK_ROWS)
      for (let row = start; row < end; row++) {
        const code = codes[row]
        if (columnOfCode[code] >= 0) bins[columnOfCode[code] * BLOCK_ROWS + row - start] = binOfCode[code]
      }
    }
  }
}

/** Gives the indices of the parts of a depth, fewest trees first. */
function indicesAt(parts: readonly TreePart[], depth: number): number[] {
  return [...parts.keys()]
    .filter((part) => parts[part].depth === depth)
    .sort((a, b) => parts[a].numTrees - parts[b].numTrees)
}
