import { type FeatureMatrix, writeDenseRows } from '../feature-matrix.ts'
import { type BinPlan, planBins } from './bin-plan.ts'
import type { FlatColumn } from './flat-column.ts'
import type { FlatTrees } from './flat-trees.ts'
import { planWalk, type WalkSegment } from './plan-walk.ts'
import { BLOCK_ROWS, type PredictAreas, placeTrees, TREE_BYTES } from './predict-areas.ts'
import { loadPredictCode, type PredictCode } from './predict-code.ts'
import type { TreePart } from './tree-part.ts'

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
  readonly #stages: Uint32Array
  /** The walk down whole trees. */
  readonly #whole: readonly WalkSegment[]

  /**
   * @param numSlots  Length of the feature vector.
   * @param numDepths  Most depths that `sumParts` will be asked for at a time.
   */
  constructor(flat: FlatTrees, numSlots: number, numDepths = 1) {
    const { memory, areas } = placeTrees(flat, numSlots, numDepths)
    this.#columns = flat.columns
    this.#numTrees = flat.trees.length
    this.#areas = areas
    this.#code = loadPredictCode(memory)
    this.#bins = new Int8Array(memory.buffer, areas.bins, flat.columns.length * BLOCK_ROWS)
    this.#values = new Float64Array(memory.buffer, areas.values, BLOCK_ROWS)
    this.#sums = new Float64Array(memory.buffer, areas.sums, numDepths * BLOCK_ROWS)
    this.#slots = new Float64Array(memory.buffer, areas.slots, numSlots)
    this.#stages = new Uint32Array(memory.buffer, areas.stages, 2 * numDepths)
    this.#whole = planWalk([{ numTrees: flat.trees.length, depth: Number.POSITIVE_INFINITY }])
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
    this.#sumMatrix(matrix, this.#whole, [out])
  }

  /**
   * Sums over parts of the trees for every row of a matrix.
   *
   * @param parts  The first trees, cut off at a depth of at least `TOP_LEVELS`; what they add runs in their order.
   * @param outs  Receive the sums, one array a part, [numRows].
   */
  sumParts(matrix: FeatureMatrix, parts: readonly TreePart[], outs: readonly Float64Array[]): void {
    this.#sumMatrix(matrix, planWalk(parts), outs)
  }

  #sumMatrix(matrix: FeatureMatrix, walk: readonly WalkSegment[], outs: readonly Float64Array[]): void {
    const plan = planBins(this.#columns, matrix)
    for (let start = 0; start < matrix.numRows; start += BLOCK_ROWS) {
      const end = Math.min(start + BLOCK_ROWS, matrix.numRows)
      this.#binBlock(plan, start, end)
      this.#sumBlock(walk, { start, end }, outs)
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
      this.#sumBlock(this.#whole, { start, end }, [out])
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

  /** Sums over parts of the trees for the block of rows that is binned. */
  #sumBlock(
    walk: readonly WalkSegment[],
    rows: { readonly start: number; readonly end: number },
    outs: readonly Float64Array[],
  ): void {
    const { trees, bins, ways, sums: sumsAt, stages: stagesAt } = this.#areas
    const numRows = rows.end - rows.start
    this.#sums.fill(0)
    for (const { start, end, stages, parts } of walk) {
      for (const [at, { steps, sums }] of stages.entries())
        this.#stages.set([steps, sumsAt + sums * BLOCK_ROWS * 8], 2 * at)
      const from = trees + start * TREE_BYTES
      this.#code.predictBlock(from, end - start, bins, numRows, ways, stagesAt, stages.length)
      for (const { part, sums } of parts)
        outs[part].set(this.#sums.subarray(sums * BLOCK_ROWS, sums * BLOCK_ROWS + numRows), rows.start)
    }
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
