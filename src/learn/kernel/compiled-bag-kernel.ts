import { type BagAreas, claimBagAreas } from './bag-areas.ts'
import type { BagKernel } from './bag-kernel.ts'
import { CompiledKernel } from './compiled-kernel.ts'
import type { KeptRows, NodeRows } from './kernel.ts'
import { shapeOf } from './row-shape.ts'
import type { SplitRange } from './split-range.ts'
import type { TrainingRows } from './training-rows.ts'

/** The compiled kernel of a forest: the rows of a bag are copied to a buffer, each with its packed target and weight. */
export class CompiledBagKernel extends CompiledKernel implements BagKernel {
  readonly #areas: BagAreas
  readonly #numFeatures: number

  /** @param memory  Holds the rows; grows by what this kernel needs, which no other kernel touches. */
  constructor(rows: TrainingRows, memory: WebAssembly.Memory) {
    const shape = shapeOf(rows)
    const areas = claimBagAreas(memory, shape)
    super(rows, memory, areas)
    this.#areas = areas
    this.#numFeatures = shape.numFeatures
  }

  takeBag(bagTarget: Int32Array, bagWeights: Uint8Array): NodeRows {
    const { numRows, stride, bins } = this.rows
    const { target, weights, buffers, result } = this.#areas
    new Int32Array(this.memory.buffer, target, numRows).set(bagTarget)
    new Uint8Array(this.memory.buffer, weights, numRows).set(bagWeights)
    const [first] = buffers
    const last = this.code.takeBag(bins.byteOffset, numRows, stride, target, weights, first, result) >>> 0
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
    this.code.sumSquares(from, to, this.rows.stride, feature, low, span, this.#areas.result)
    const [inside, others] = this.result
    return [inside, others]
  }

  protected override addRows(from: number, to: number, histogram: number, sign: 1 | -1): void {
    this.code.addBaggedRows(from, to, this.rows.stride, this.#numFeatures, histogram, sign)
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
