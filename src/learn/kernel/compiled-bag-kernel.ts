import { hashPrefix } from '../../random.ts'
import { poissonLimits } from '../bag.ts'
import { type BagAreas, claimBagAreas } from './bag-areas.ts'
import type { BagDraw, BagKernel } from './bag-kernel.ts'
import type { CompiledCode } from './compiled-code.ts'
import { CompiledKernel } from './compiled-kernel.ts'
import type { KeptRows, NodeRows } from './kernel.ts'
import { shapeOf } from './row-shape.ts'
import type { SplitRange } from './split-range.ts'
import type { TrainingRows } from './training-rows.ts'

/** The compiled kernel of a forest: the rows of a bag are copied to a buffer, each with its weight and target. */
export class CompiledBagKernel extends CompiledKernel implements BagKernel {
  readonly #areas: BagAreas
  readonly #numBundles: number
  /** What was copied last into the memory. */
  #target: Int32Array | null = null
  #rowIds: Uint32Array | null = null

  /** @param memory  Holds the rows; grows by what this kernel needs, which no other kernel touches. */
  constructor(rows: TrainingRows, memory: WebAssembly.Memory, code: CompiledCode) {
    const shape = shapeOf(rows)
    const areas = claimBagAreas(memory, shape)
    super(rows, memory, areas, code)
    this.#areas = areas
    this.#numBundles = shape.numBundles
  }

  drawBag(target: Int32Array, { treeSeed, rate, rowIds }: BagDraw): NodeRows {
    const { numRows } = this.rows
    const { ids, limits, weights } = this.#areas
    this.#setTarget(target)
    if (rowIds !== this.#rowIds) new Uint32Array(this.memory.buffer, ids, numRows).set(rowIds)
    this.#rowIds = rowIds
    const least = poissonLimits(rate)
    new Uint32Array(this.memory.buffer, limits, least.length).set(least)
    this.code.drawBag(ids, numRows, hashPrefix(treeSeed), limits, least.length, weights)
    const root = this.#take()
    // a tree needs a row
    return root.numRows > 0 ? root : this.takeBag(target, new Uint8Array(numRows).fill(1))
  }

  takeBag(target: Int32Array, bagWeights: Uint8Array): NodeRows {
    this.#setTarget(target)
    new Uint8Array(this.memory.buffer, this.#areas.weights, this.rows.numRows).set(bagWeights)
    return this.#take()
  }

  #setTarget(target: Int32Array): void {
    if (target === this.#target) return
    this.#target = target
    new Int32Array(this.memory.buffer, this.#areas.target, this.rows.numRows).set(target)
  }

  #take(): NodeRows {
    const { numRows, stride, codes } = this.rows
    const { target, weights, buffers, result } = this.#areas
    const [first] = buffers
    const last = this.code.takeBag(codes.byteOffset, numRows, stride, target, weights, first, result) >>> 0
    const [numTaken, sum] = this.result
    const root = { start: 0, end: (last - first) / stride, numRows: numTaken, sum, depth: 0, histogram: 0 }
    this.buildHistogram(root)
    return root
  }

  keepRows(node: NodeRows): KeptRows {
    return this.#bytesOf(node).slice()
  }

  putBack(node: NodeRows, kept: KeptRows): void {
    this.#bytesOf(node).set(kept)
    this.buildHistogram(node)
  }

  protected override close(node: NodeRows, { feature, low, span }: SplitRange): readonly [number, number] {
    const [from, to] = this.addressesOf(node)
    const [bundle, binOfCode] = this.codeOf(feature)
    this.code.sumSquares(from, to, this.rows.stride, bundle, binOfCode, low, span, this.#areas.result)
    const [inside, others] = this.result
    return [inside, others]
  }

  protected override addRows(from: number, to: number, histogram: number, sign: 1 | -1): void {
    this.code.addBaggedRows(from, to, this.rows.stride, this.#numBundles, histogram, sign)
  }

  protected override packRows(from: number, to: number): void {
    this.code.packBaggedRows(from, to, this.rows.stride, this.#areas.packed)
  }

  protected override bufferOf(depth: number): number {
    return this.#areas.buffers[depth & 1]
  }

  #bytesOf(node: NodeRows): Uint8Array {
    const [from, to] = this.addressesOf(node)
    return new Uint8Array(this.memory.buffer, from, to - from)
  }
}
