import type { RowSum } from '../grown-tree.ts'
import { childrenOf } from './children-of.ts'
import type { CompiledCode } from './compiled-code.ts'
import type { NodeRows, Split, SplitLimits, TreeKernel } from './kernel.ts'
import { CODING_BYTES, HISTOGRAM_BUNDLE_BYTES, type KernelAreas, SMALL_ROWS } from './kernel-areas.ts'
import { shapeOf } from './row-shape.ts'
import { rangeOfSplit, type SplitRange } from './split-range.ts'
import type { TrainingRows } from './training-rows.ts'
import { writeFeatures } from './write-features.ts'

/**
 * What compiled kernels (WebAssembly) share; they are faster than the reference and grow the same trees.
 *
 * The rows of a node move with it: they are copied from one of two buffers to the other, those that go left
 * from its front on and the others from its back, and so are read in sequence ever after. A row carries a code for
 * each bundle of features, and what a packed number, sum and count in one, is made of, which is what a histogram adds up.
 */
export abstract class CompiledKernel implements TreeKernel {
  protected readonly rows: TrainingRows
  protected readonly memory: WebAssembly.Memory
  protected readonly code: CompiledCode
  protected readonly result: Float64Array
  protected readonly histogramBytes: number
  readonly #areas: KernelAreas
  readonly #numFeatures: number
  readonly #numBundles: number
  readonly #isDrawn: Uint8Array

  /**
   * @param areas  What no other kernel touches.
   * @param code  Loaded to work in the memory.
   */
  constructor(rows: TrainingRows, memory: WebAssembly.Memory, areas: KernelAreas, code: CompiledCode) {
    const { numFeatures, numSlots, numBundles } = shapeOf(rows)
    this.rows = rows
    this.memory = memory
    this.code = code
    this.result = new Float64Array(memory.buffer, areas.result, 8)
    this.#areas = areas
    this.#numFeatures = numFeatures
    this.#numBundles = numBundles
    this.histogramBytes = numBundles * HISTOGRAM_BUNDLE_BYTES
    this.#isDrawn = new Uint8Array(memory.buffer, areas.isDrawn, numSlots)
    writeFeatures(memory, areas, rows)
  }

  findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null {
    const areas = this.#areas
    const [from, to] = this.addressesOf(node)
    if (isSmall(node)) this.packRows(from, to)
    this.#isDrawn.set(isDrawn)
    this.code.findSplit(
      isSmall(node) ? 0 : this.histogramAt(node.histogram),
      from,
      to,
      this.rows.stride,
      areas.packed,
      areas.features,
      areas.codings,
      this.#numFeatures,
      areas.isDrawn,
      node.numRows,
      node.sum,
      limits.minInstancesPerNode,
      limits.minGain,
      areas.scratch,
      areas.ranks,
      areas.result,
    )
    const [feature, bin, gain, leftSum, leftRows] = this.result
    return feature < 0 ? null : { feature, bin, gain, leftSum, leftRows }
  }

  splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    const [left, right] = childrenOf(node, split, this.#partition(node, split))
    if (left.histogram === left.depth) this.#updateHistograms(left, right)
    else this.#updateHistograms(right, left)
    return [left, right]
  }

  closeLeaf(node: NodeRows): number {
    // every row is in range
    const [squares] = this.close(node, { feature: 0, low: 0, span: 255, outside: 0 }, [node, node])
    return squares
  }

  closeSides(node: NodeRows, split: Split): readonly [number, number] {
    const { leftSum, leftRows } = split
    const left = { sum: leftSum, numRows: leftRows }
    const right = { sum: node.sum - leftSum, numRows: node.numRows - leftRows }
    const range = rangeOfSplit(this.rows.binning, split)
    if (range.outside === 0) return this.close(node, range, [left, right])
    const [squaresRight, squaresLeft] = this.close(node, range, [right, left])
    return [squaresLeft, squaresRight]
  }

  /** Ends the rows of a node; gives the sum of squared targets of those in a range, and of the others. */
  protected abstract close(
    node: NodeRows,
    range: SplitRange,
    sides: readonly [inside: RowSum, others: RowSum],
  ): readonly [inside: number, others: number]
  /** Adds rows to a histogram, or takes them from it. */
  protected abstract addRows(from: number, to: number, histogram: number, sign: 1 | -1): void
  /** Writes what each of a few rows adds to a histogram. */
  protected abstract packRows(from: number, to: number): void
  /** Gives the address of the buffer that holds the rows of the nodes of a depth. */
  protected abstract bufferOf(depth: number): number

  /** Addresses of the first row of a node, and behind its last. */
  protected addressesOf({
    start,
    end,
    depth,
  }: Pick<NodeRows, 'start' | 'end' | 'depth'>): readonly [from: number, to: number] {
    const buffer = this.bufferOf(depth)
    return [buffer + start * this.rows.stride, buffer + end * this.rows.stride]
  }

  /** Makes the histogram of a node that needs one. */
  protected buildHistogram(node: NodeRows): void {
    if (isSmall(node)) return
    const histogram = this.histogramAt(node.histogram)
    const [from, to] = this.addressesOf(node)
    this.code.clearHistogram(histogram, this.#areas.numCodes, this.#numBundles)
    this.addRows(from, to, histogram, 1)
  }

  /** Sum of the targets of a node with a histogram, or of a small one. */
  protected sumTargets(node: NodeRows): number {
    const { packed } = this.#areas
    // every row has one code of the first bundle
    if (!isSmall(node))
      return this.code.sumPacked(this.histogramAt(node.histogram), this.rows.bundles.numCodes[0])
    const [from, to] = this.addressesOf(node)
    this.packRows(from, to)
    return this.code.sumPacked(packed, node.end - node.start)
  }

  /** Gives the address of a histogram. */
  protected histogramAt(index: number): number {
    return this.#areas.histograms + index * this.histogramBytes
  }

  /** Says which byte of a row is the code of a feature, and where its bin by code stands. */
  protected codeOf(feature: number): readonly [bundle: number, binOfCode: number] {
    return [this.rows.bundles.features[feature].bundle, this.#areas.codings + feature * CODING_BYTES]
  }

  /** Moves the rows of a node to the other buffer; gives where the right ones start. */
  #partition(node: NodeRows, split: Split): number {
    const { stride, binning } = this.rows
    const { feature, low, span, outside } = rangeOfSplit(binning, split)
    const [from, to] = this.addressesOf(node)
    const out = this.bufferOf(node.depth + 1) + node.start * stride
    const [bundle, binOfCode] = this.codeOf(feature)
    const { sides } = this.#areas
    const middle =
      this.code.partition(from, to, stride, bundle, binOfCode, low, span, outside, sides, out) >>> 0
    return node.start + (middle - out) / stride
  }

  /** Sums the smaller child and takes it from the parent's histogram, which the larger one inherits. */
  #updateHistograms(small: NodeRows, large: NodeRows): void {
    if (isSmall(large)) return
    const inherited = this.histogramAt(large.histogram)
    if (isSmall(small)) {
      const [from, to] = this.addressesOf(small)
      this.addRows(from, to, inherited, -1)
      return
    }
    this.buildHistogram(small)
    const own = this.histogramAt(small.histogram)
    this.code.subtractHistogram(inherited, own, this.#areas.numCodes, this.#numBundles)
  }
}

function isSmall({ start, end }: NodeRows): boolean {
  return end - start <= SMALL_ROWS
}
