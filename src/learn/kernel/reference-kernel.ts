import { drawPoisson } from '../bag.ts'
import { FIELD, type GrownTree } from '../grown-tree.ts'
import type { linkNodes } from '../link-nodes.ts'
import type { BagDraw, BagKernel } from './bag-kernel.ts'
import { childrenOf } from './children-of.ts'
import { growNodes } from './grow-nodes.ts'
import { joinSquares, LOW_BITS } from './join-squares.ts'
import type { GrowOptions, GrowTogetherOptions, NodeRows, Split, TopRows } from './kernel.ts'
import type { KeptRows, NodeKernel, RowKeeper, SplitLimits } from './node-kernel.ts'
import { CELL, scanBins, scanGroup } from './reference-scans.ts'
import type { TrainingRows } from './training-rows.ts'

/**
 * The plain TypeScript kernel: the oracle that others are compared with.
 *
 * Rows stay where they are; a node is a range of a list of row numbers. A histogram holds, feature after
 * feature and bin after bin, sum and count as doubles (integers below 2^53, so exact).
 */
export class ReferenceKernel implements BagKernel, NodeKernel, RowKeeper {
  readonly #rows: TrainingRows
  /** Where each feature starts in a histogram. */
  readonly #cellOffsets: readonly number[]
  readonly #numCells: number
  readonly #histograms: Float64Array[] = []
  readonly #order: Uint32Array
  readonly #rightRows: Uint32Array
  #target: Int32Array = new Int32Array(0)
  #weights: Uint8Array = new Uint8Array(0)

  constructor(rows: TrainingRows) {
    const cellOffsets: number[] = []
    let numCells = 0
    for (const { numBins } of rows.binning) {
      cellOffsets.push(numCells)
      numCells += numBins * CELL
    }
    this.#rows = rows
    this.#cellOffsets = cellOffsets
    this.#numCells = numCells
    this.#order = new Uint32Array(rows.numRows)
    this.#rightRows = new Uint32Array(rows.numRows)
  }

  drawBag(target: Int32Array, { treeSeed, rate, rowIds }: BagDraw): NodeRows {
    const weights = new Uint8Array(this.#rows.numRows)
    drawPoisson(treeSeed, rate, rowIds, weights)
    return this.takeBag(target, weights)
  }

  takeBag(target: Int32Array, weights: Uint8Array): NodeRows {
    this.#target = target
    this.#weights = weights
    let end = 0
    let numRows = 0
    let sum = 0
    for (let row = 0; row < this.#rows.numRows; row++) {
      const weight = weights[row]
      if (weight === 0) continue
      this.#order[end++] = row
      numRows += weight
      sum += weight * target[row]
    }
    const root = { start: 0, end, numRows, sum, depth: 0, histogram: 0 }
    this.#buildHistogram(root)
    return root
  }

  grow(top: TopRows, options: GrowOptions): GrownTree {
    return this.growTogether(top, options, [options.minInstancesPerNode])[0]
  }

  growTogether(top: TopRows, options: GrowTogetherOptions, leastRows: readonly number[]): GrownTree[] {
    return growNodes(this, this, { top, options, leastRows })
  }

  findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null {
    const cells = this.#histogramAt(node.histogram)
    let best: Split | null = null
    this.#rows.binning.forEach((cut, feature) => {
      const scan = { cells: cells.subarray(this.#cellOffsets[feature]), feature, node, limits, best }
      if (cut.kind === 'one-hot') best = scanGroup(scan, isDrawn.subarray(cut.slot), cut.numSlots)
      else if (isDrawn[cut.slot] === 1) best = scanBins(scan, cut.numBins)
    })
    return best
  }

  splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    const [left, right] = childrenOf(node, split, this.#partition(node, split))
    const [small, large] = left.histogram === left.depth ? [left, right] : [right, left]
    this.#buildHistogram(small)
    const cells = this.#histogramAt(large.histogram)
    const taken = this.#histogramAt(small.histogram)
    for (let cell = 0; cell < this.#numCells; cell++) cells[cell] -= taken[cell]
    return [left, right]
  }

  keepRows({ start, end }: NodeRows): KeptRows {
    return new Uint8Array(this.#order.slice(start, end).buffer)
  }

  putBack(node: NodeRows, kept: KeptRows): void {
    this.#order.set(new Uint32Array(kept.buffer), node.start)
    this.#buildHistogram(node)
  }

  closeLeaf(node: Pick<NodeRows, 'start' | 'end'>): number {
    let high = 0
    let cross = 0
    let low = 0
    for (const row of this.rowsOf(node)) {
      const weight = this.#weights[row]
      const highPart = this.#target[row] >> LOW_BITS
      const lowPart = this.#target[row] & ((1 << LOW_BITS) - 1)
      high += weight * highPart * highPart
      cross += weight * highPart * lowPart
      low += weight * lowPart * lowPart
    }
    return joinSquares(high, cross, low)
  }

  closeSides(node: NodeRows, split: Split): readonly [number, number] {
    const { start, end } = node
    const middle = this.#partition(node, split)
    return [this.closeLeaf({ start, end: middle }), this.closeLeaf({ start: middle, end })]
  }

  /** Gives the rows of a node. */
  rowsOf({ start, end }: Pick<NodeRows, 'start' | 'end'>): Uint32Array {
    return this.#order.subarray(start, end)
  }

  /** Gives the index of the leaf that a row falls in, also one that is in no bag. */
  findLeaf(row: number, grown: GrownTree, { left, right }: ReturnType<typeof linkNodes>): number {
    for (let node = 0; ; ) {
      const at = node * FIELD.count
      const [feature, bin] = [grown[at + FIELD.feature], grown[at + FIELD.bin]]
      if (feature < 0) return node
      node = this.#goesLeft(row, { feature, bin }) ? left[node] : right[node]
    }
  }

  #histogramAt(index: number): Float64Array {
    this.#histograms[index] ??= new Float64Array(this.#numCells)
    return this.#histograms[index]
  }

  #buildHistogram({ start, end, histogram }: NodeRows): void {
    const cells = this.#histogramAt(histogram)
    const { codes, stride, bundles } = this.#rows
    const offsets = this.#cellOffsets
    cells.fill(0)
    for (const row of this.#order.subarray(start, end)) {
      const weight = this.#weights[row]
      const weighted = weight * this.#target[row]
      for (let feature = 0; feature < offsets.length; feature++) {
        const { bundle, binOfCode } = bundles.features[feature]
        const cell = offsets[feature] + binOfCode[codes[row * stride + bundle]] * CELL
        cells[cell] += weighted
        cells[cell + 1] += weight
      }
    }
  }

  #goesLeft(row: number, { feature, bin }: Pick<Split, 'feature' | 'bin'>): boolean {
    const { codes, stride, binning, bundles } = this.#rows
    const { bundle, binOfCode } = bundles.features[feature]
    const own = binOfCode[codes[row * stride + bundle]]
    return binning[feature].kind === 'one-hot' ? own !== bin : own <= bin
  }

  /** Moves the rows of a node that go left to its front; gives where the others start. */
  #partition({ start, end }: NodeRows, split: Split): number {
    const order = this.#order
    let left = start
    let numRight = 0
    for (let at = start; at < end; at++) {
      const row = order[at]
      if (this.#goesLeft(row, split)) order[left++] = row
      else this.#rightRows[numRight++] = row
    }
    order.set(this.#rightRows.subarray(0, numRight), left)
    return left
  }
}
