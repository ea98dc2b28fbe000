import type { Binning } from '../bins.ts'
import type { GrownTree } from '../grown-tree.ts'
import { childrenOf } from './children-of.ts'
import { type CompiledCode, loadCompiledCode } from './compiled-code.ts'
import { joinSquares } from './join-squares.ts'
import type { KeptRows, NodeRows, Split, SplitLimits, TreeKernel } from './kernel.ts'
import { claimAreas, HISTOGRAM_FEATURE_BYTES, type KernelAreas, rowShape } from './kernel-areas.ts'
import type { TrainingRows } from './training-rows.ts'
import { writeFeatures, writeNodes } from './write-tables.ts'

/** Up to so many rows a node has no histogram: its rows are summed again for each feature that it draws. */
const SMALL_ROWS = 192

/**
 * The compiled kernel (WebAssembly), which is faster than the reference and grows the same trees.
 *
 * The rows of a node move with it: they are copied from one of two buffers to the other, those that go left
 * from its front on and the others from its back, and so are read in sequence ever after. A row carries its bins
 * and a packed number, sum and count in one, which also is what a histogram adds up.
 */
export class CompiledKernel implements TreeKernel {
  readonly #rows: TrainingRows
  readonly #memory: WebAssembly.Memory
  readonly #code: CompiledCode
  readonly #areas: KernelAreas
  readonly #numFeatures: number
  readonly #isDrawn: Uint8Array
  readonly #result: Float64Array

  /** @param memory  Holds the rows; grows by what this kernel needs, which no other kernel touches. */
  constructor(rows: TrainingRows, memory: WebAssembly.Memory) {
    const shape = rowShape(rows.binning, rows.numRows)
    this.#rows = rows
    this.#memory = memory
    this.#areas = claimAreas(memory, shape)
    this.#code = loadCompiledCode(memory)
    this.#numFeatures = shape.numFeatures
    this.#isDrawn = new Uint8Array(memory.buffer, this.#areas.isDrawn, shape.numSlots)
    this.#result = new Float64Array(memory.buffer, this.#areas.result, 8)
    writeFeatures(memory, this.#areas, rows.binning)
  }

  takeBag(bagTarget: Int32Array, bagWeights: Uint8Array): NodeRows {
    const { numRows, stride, bins } = this.#rows
    const { target, weights, buffers, result } = this.#areas
    new Int32Array(this.#memory.buffer, target, numRows).set(bagTarget)
    new Uint8Array(this.#memory.buffer, weights, numRows).set(bagWeights)
    const [first] = buffers
    const last = this.#code.takeBag(bins.byteOffset, numRows, stride, target, weights, first, result) >>> 0
    const [numTaken, sum] = this.#result
    const root = { start: 0, end: (last - first) / stride, numRows: numTaken, sum, depth: 0, histogram: 0 }
    if (!isSmall(root)) this.#buildHistogram(root)
    return root
  }

  findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null {
    const areas = this.#areas
    this.#isDrawn.set(isDrawn)
    this.#code.findSplit(
      isSmall(node) ? 0 : this.#histogramAt(node.histogram),
      this.#addressOf(node.depth, node.start),
      this.#addressOf(node.depth, node.end),
      this.#rows.stride,
      areas.features,
      this.#numFeatures,
      areas.isDrawn,
      node.numRows,
      node.sum,
      limits.minInstancesPerNode,
      limits.minGain,
      areas.scratch,
      areas.result,
    )
    const [feature, bin, gain, leftSum, leftRows] = this.#result
    return feature < 0 ? null : { feature, bin, gain, leftSum, leftRows }
  }

  splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    const [left, right] = childrenOf(node, split, this.#partition(node, split))
    if (left.histogram === left.depth) this.#updateHistograms(left, right)
    else this.#updateHistograms(right, left)
    return [left, right]
  }

  keepRows(node: NodeRows): KeptRows {
    return this.#bytesOf(node).slice()
  }

  putBack(node: NodeRows, kept: KeptRows): void {
    this.#bytesOf(node).set(kept)
    if (!isSmall(node)) this.#buildHistogram(node)
  }

  sumSquares(node: NodeRows): number {
    const [all] = this.#sumSquaresInRange(node, 0, 0, 255)
    return all
  }

  sumSquaresOfSides(node: NodeRows, split: Split): readonly [number, number] {
    const { low, span, outside } = rangeOf(this.#rows.binning, split)
    const [inside, others] = this.#sumSquaresInRange(node, split.feature, low, span)
    return outside === 1 ? [others, inside] : [inside, others]
  }

  findLeaves(grown: GrownTree): Int32Array {
    const { numRows, stride, bins, binning } = this.#rows
    const { buffer } = this.#memory
    // between trees the buffers are free
    const [nodes, leaves] = this.#areas.buffers
    const depth = writeNodes(new Uint32Array(buffer, nodes, grown.length * 4), grown, binning)
    this.#code.findLeaves(bins.byteOffset, numRows, stride, nodes, depth, leaves)
    return new Int32Array(buffer, leaves, numRows)
  }

  /** Address of a row of a node: its buffer is that of its depth. */
  #addressOf(depth: number, row: number): number {
    return this.#areas.buffers[depth & 1] + row * this.#rows.stride
  }

  #bytesOf({ depth, start, end }: NodeRows): Uint8Array {
    const numBytes = (end - start) * this.#rows.stride
    return new Uint8Array(this.#memory.buffer, this.#addressOf(depth, start), numBytes)
  }

  #histogramAt(index: number): number {
    return this.#areas.histograms + index * this.#numFeatures * HISTOGRAM_FEATURE_BYTES
  }

  #buildHistogram(node: NodeRows): void {
    const histogram = this.#histogramAt(node.histogram)
    this.#code.clearHistogram(histogram, this.#areas.numBins, this.#numFeatures)
    this.#addRows(node, node.histogram, 1)
  }

  #addRows({ start, end, depth }: NodeRows, histogram: number, sign: 1 | -1): void {
    const [from, to] = [this.#addressOf(depth, start), this.#addressOf(depth, end)]
    this.#code.addRows(from, to, this.#rows.stride, this.#numFeatures, this.#histogramAt(histogram), sign)
  }

  /** Moves the rows of a node to the other buffer; gives where the right ones start. */
  #partition({ start, end, depth }: NodeRows, split: Split): number {
    const { stride, binning } = this.#rows
    const { low, span, outside } = rangeOf(binning, split)
    const [from, to] = [this.#addressOf(depth, start), this.#addressOf(depth, end)]
    const out = this.#addressOf(depth + 1, start)
    const middle = this.#code.partition(from, to, stride, split.feature, low, span, outside, out) >>> 0
    return start + (middle - out) / stride
  }

  /** Sums the smaller child and takes it from the parent's histogram, which the larger one inherits. */
  #updateHistograms(small: NodeRows, large: NodeRows): void {
    if (isSmall(large)) return
    if (isSmall(small)) {
      this.#addRows(small, large.histogram, -1)
      return
    }
    this.#buildHistogram(small)
    const [inherited, own] = [this.#histogramAt(large.histogram), this.#histogramAt(small.histogram)]
    this.#code.subtractHistogram(inherited, own, this.#areas.numBins, this.#numFeatures)
  }

  #sumSquaresInRange(node: NodeRows, feature: number, low: number, span: number): [number, number] {
    const from = this.#addressOf(node.depth, node.start)
    const to = this.#addressOf(node.depth, node.end)
    this.#code.sumSquares(from, to, this.#rows.stride, feature, low, span, this.#areas.result)
    const result = this.#result
    return [joinSquares(result[0], result[1], result[2]), joinSquares(result[3], result[4], result[5])]
  }
}

function isSmall({ start, end }: NodeRows): boolean {
  return end - start <= SMALL_ROWS
}

/** The bins that a split asks for, and whether the rows outside of them are those that go left. */
function rangeOf(binning: Binning, { feature, bin }: Split): { low: number; span: number; outside: 0 | 1 } {
  return binning[feature].kind === 'one-hot'
    ? { low: bin, span: 0, outside: 1 }
    : { low: 0, span: bin, outside: 0 }
}
