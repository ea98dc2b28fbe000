import { type FeatureMatrix, writeDenseRows } from '../feature-matrix.ts'
import { type BinPlan, planBins } from './bin-plan.ts'
import type { FlatColumn } from './flat-column.ts'
import type { FlatTrees } from './flat-trees.ts'
import { BLOCK_ROWS, type PredictAreas, placeTrees } from './predict-areas.ts'
import { loadPredictCode, type PredictCode } from './predict-code.ts'

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
    const plan = planBins(this.#columns, matrix)
    const { trees, bins, ways, sums } = this.#areas
    for (let start = 0; start < matrix.numRows; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, matrix.numRows)
      this.#binBlock(plan, start, end)
      this.#sums.fill(0)
      this.#code.predictBlock(trees, this.#numTrees, bins, end - start, ways, sums)
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
