import { hashPrefix } from '../../random.ts'
import type { Scale } from '../fixed-point.ts'
import { scaleOf } from '../fixed-point.ts'
import { type GrownTree, meanOf, type RowSum } from '../grown-tree.ts'
import type { Range } from '../range.ts'
import { type BoostingAreas, claimBoostingAreas } from './boosting-areas.ts'
import type { BoostingKernel, BoostingRound } from './boosting-kernel.ts'
import type { MovingRows } from './boosting-rows.ts'
import type { CompiledCode } from './compiled-code.ts'
import { CompiledKernel } from './compiled-kernel.ts'
import type { NodeRows } from './kernel.ts'
import { NUM_HISTOGRAMS } from './kernel-areas.ts'
import { shapeOf } from './row-shape.ts'
import { SharedTop, type TopOfTree } from './shared-top.ts'
import type { SplitRange } from './split-range.ts'
import { Team } from './team.ts'
import { writeNodes } from './write-nodes.ts'

/** What the kernels that grow a tree together know. */
interface GrowingTogether {
  readonly maxDepth: number
  /** Which of them it is, from 0 on. */
  readonly member: number
}

/**
 * The compiled kernel of boosting: rows carry what is left of their labels, from one tree to the next.
 *
 * Nothing is kept by row but the rows themselves, so no tree looks for the leaves of its rows: a leaf is closed while
 * its rows stand together. All rows end in the buffer in which the last level stands; there the next tree begins.
 */
export class CompiledBoostingKernel extends CompiledKernel implements BoostingKernel {
  readonly shared: SharedTop | null
  readonly #rows: MovingRows
  readonly #areas: BoostingAreas
  readonly #numBundles: number
  readonly #maxDepth: number
  readonly #deltas: Float64Array
  /** Range of what this kernel has left of the labels of its rows in this tree. */
  readonly #range: Float64Array
  readonly #team: Team
  /** Range of what is left of all labels. */
  #left: Range
  /** Index of the buffer in which the rows of the root stand. */
  #origin = 0
  /** Rows that the tree drew: the first of the buffer. */
  #numDrawn = 0
  #weight = 1
  /** What makes fixed-point targets of what is left, and how they are meant. */
  #center = 0
  #inverseStep = 1
  #scale: Scale = { center: 0, step: 1 }

  constructor(rows: MovingRows, { maxDepth, member }: GrowingTogether, code: CompiledCode) {
    const { memory } = rows
    const shape = shapeOf(rows)
    const areas = claimBoostingAreas(memory, shape, maxDepth)
    super(rows, memory, areas, code)
    this.#rows = rows
    this.#areas = areas
    this.#numBundles = shape.numBundles
    this.#maxDepth = maxDepth
    this.#deltas = new Float64Array(memory.buffer, areas.deltas, 2)
    this.#range = new Float64Array(memory.buffer, areas.range, 2)
    this.#left = rows.range
    this.#team = new Team(memory, rows.areas.team, { numMembers: rows.maxKernels, member })
    this.shared =
      rows.maxKernels === 1
        ? null
        : new SharedTop(this.#team, { code: this.code, rows, tree: this.#top(), areas })
  }

  startTree(round: BoostingRound): { root: NodeRows; scale: Scale } {
    this.#setScale(round)
    this.#drawRows(round)
    const drawn = { start: 0, end: this.#numDrawn, numRows: this.#numDrawn, sum: 0, depth: 0, histogram: 0 }
    if (this.shared === null) this.buildHistogram(drawn)
    const root = this.shared === null ? drawn : { ...drawn, histogram: this.shared.startTree(drawn) }
    return { root: { ...root, sum: this.sumTargets(root) }, scale: this.#scale }
  }

  endTree(grown: GrownTree): void {
    const { numRows, stride } = this.rows
    const last = this.#lastBuffer()
    if (this.#numDrawn < numRows) {
      const { nodes, range } = this.#areas
      const deltaOf = (side: RowSum) => this.#deltaOf(side)
      const taking = { grown, deltaOf, codeOf: (feature: number) => this.codeOf(feature) }
      const depth = writeNodes(this.memory, nodes, this.rows.binning, taking)
      const [from, to] = [this.#numDrawn, numRows].map((row) => this.bufferOf(0) + row * stride)
      const out = this.#rows.areas.buffers[last] + this.#numDrawn * stride
      this.code.settleRows(from, to, stride, nodes, depth, out, range)
    }
    this.#origin = last
    const [low, high] = this.#range
    this.#left = this.#team.endTree({ low, high })
  }

  protected override close(
    node: NodeRows,
    { feature, low, span }: SplitRange,
    [inside, others]: readonly [RowSum, RowSum],
  ): readonly [number, number] {
    const { stride } = this.rows
    const { deltas, range, result } = this.#areas
    this.#deltas[0] = this.#deltaOf(others)
    this.#deltas[1] = this.#deltaOf(inside)
    const [from, to] = this.addressesOf(node)
    const out = this.#rows.areas.buffers[this.#lastBuffer()] + node.start * stride
    const [bundle, binOfCode] = this.codeOf(feature)
    this.code.closeRows(
      from,
      to,
      stride,
      bundle,
      binOfCode,
      low,
      span,
      this.#center,
      this.#inverseStep,
      deltas,
      out,
      range,
      result,
    )
    const [squaresInside, squaresOfOthers] = this.result
    return [squaresInside, squaresOfOthers]
  }

  protected override addRows(from: number, to: number, histogram: number, sign: 1 | -1): void {
    const { stride } = this.rows
    this.code.addBoostedRows(
      from,
      to,
      stride,
      this.#numBundles,
      histogram,
      sign,
      this.#center,
      this.#inverseStep,
    )
  }

  protected override packRows(from: number, to: number): void {
    const { packed } = this.#areas
    this.code.packBoostedRows(from, to, this.rows.stride, this.#center, this.#inverseStep, packed)
  }

  protected override bufferOf(depth: number): number {
    return this.#rows.areas.buffers[(this.#origin + depth) & 1]
  }

  protected override histogramAt(index: number): number {
    if (index < NUM_HISTOGRAMS) return super.histogramAt(index)
    return this.#rows.areas.histograms + (index - NUM_HISTOGRAMS) * this.histogramBytes
  }

  /** What a team has to know of the tree that grows. */
  #top(): TopOfTree {
    return {
      targets: () => ({ center: this.#center, inverseStep: this.#inverseStep }),
      addressesOf: (node) => this.addressesOf(node),
      histogramAt: (index) => this.histogramAt(index),
      codeOf: (feature) => this.codeOf(feature),
    }
  }

  /** Index of the buffer of the last level whose rows move. */
  #lastBuffer(): number {
    return (this.#origin + Math.max(0, this.#maxDepth - 1)) & 1
  }

  /** What a leaf takes from what is left of the labels of its rows. */
  #deltaOf(leaf: RowSum): number {
    return this.#weight * (this.#scale.center + this.#scale.step * meanOf(leaf))
  }

  /** Takes the scale of the targets from the range of what is left, and begins a new range. */
  #setScale({ factor, weight }: BoostingRound): void {
    const { low, high } = this.#left
    this.#scale = scaleOf({ low: factor * low, high: factor * high }, this.rows.numRows)
    // as step and factor are powers of two, these are what is left times the factor, to the last bit
    this.#center = this.#scale.center / factor
    this.#inverseStep = factor / this.#scale.step
    this.#weight = weight
    this.#range.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  }

  /** Brings the rows that a tree draws to the front of the buffer that it begins in. */
  #drawRows({ treeSeed, subsamplingRate }: BoostingRound): void {
    const { numRows, stride } = this.rows
    this.#numDrawn = numRows
    if (subsamplingRate === 1) return
    const from = this.bufferOf(0)
    const out = this.bufferOf(1)
    const limit = subsamplingRate * 2 ** 32
    const prefix = hashPrefix(treeSeed)
    const end = this.code.drawRows(from, from + numRows * stride, stride, prefix, limit, out) >>> 0
    this.#origin ^= 1
    // a tree needs a row
    if (end > out) this.#numDrawn = (end - out) / stride
  }
}
