import { hashPrefix } from '../../random.ts'
import { poissonLimits } from '../bag.ts'
import { type BagAreas, claimBagAreas } from './bag-areas.ts'
import type { BagDraw, BagKernel } from './bag-kernel.ts'
import { CompiledKernel, type LoadedCode } from './compiled-kernel.ts'
import type { NodeRows } from './kernel.ts'
import { shapeOf } from './row-shape.ts'
import type { TrainingRows } from './training-rows.ts'

/** The compiled kernel of a forest: the rows of a bag are copied to a buffer, each with its weight and target. */
export class CompiledBagKernel extends CompiledKernel implements BagKernel {
  readonly #areas: BagAreas
  /** What was copied last into the memory. */
  #target: Int32Array | null = null
  #rowIds: Uint32Array | null = null

  /** @param memory  Holds the rows; grows by what this kernel needs, which no other kernel touches. */
  constructor(rows: TrainingRows, memory: WebAssembly.Memory, loaded: LoadedCode) {
    const areas = claimBagAreas(memory, shapeOf(rows))
    super(rows, memory, areas, loaded)
    this.#areas = areas
    const [evenBuffer, oddBuffer] = areas.buffers
    this.code.configure({ evenBuffer, oddBuffer })
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
    const { target, weights, buffers } = this.#areas
    const [first] = buffers
    const last = this.code.takeBag(codes.byteOffset, numRows, target, weights, first) >>> 0
    const [numTaken, sum] = this.result
    const root = { start: 0, end: (last - first) / stride, numRows: numTaken, sum, depth: 0, histogram: 0 }
    this.code.buildBaggedHistogram(this.writeNode({ rows: root, path: 1 }))
    return root
  }

  protected override growFrom(node: number, numTrees: number): void {
    this.code.growBagged(node, numTrees)
  }
}
