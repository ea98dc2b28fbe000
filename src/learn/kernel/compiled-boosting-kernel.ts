import { hashPrefix } from '../../random.ts'
import type { Scale } from '../fixed-point.ts'
import { scaleOf } from '../fixed-point.ts'
import type { GrownParts, GrownTree, RowSum } from '../grown-tree.ts'
import type { Range } from '../range.ts'
import { type BoostingAreas, claimBoostingAreas } from './boosting-areas.ts'
import type { BoostingKernel, BoostingRound } from './boosting-kernel.ts'
import type { MovingRows } from './boosting-rows.ts'
import { CompiledKernel, type LoadedCode } from './compiled-kernel.ts'
import type { GrowOptions, NodeRows } from './kernel.ts'
import { shapeOf } from './row-shape.ts'
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
  readonly #rows: MovingRows
  readonly #areas: BoostingAreas
  readonly #maxDepth: number
  /** Range of what this kernel has left of the labels of its rows in this tree. */
  readonly #range: Float64Array
  /** Whether kernels of other threads grow each tree too. */
  readonly #isShared: boolean
  /** Range of what is left of all labels. */
  #left: Range
  /** Index of the buffer in which the rows of the root stand. */
  #origin = 0
  /** Rows that the tree drew: the first of the buffer. */
  #numDrawn = 0
  /** How the fixed-point targets are meant. */
  #scale: Scale = { center: 0, step: 1 }

  constructor(rows: MovingRows, { maxDepth, member }: GrowingTogether, loaded: LoadedCode) {
    const { memory } = rows
    const areas = claimBoostingAreas(memory, shapeOf(rows), maxDepth)
    super(rows, memory, areas, loaded)
    this.#rows = rows
    this.#areas = areas
    this.#maxDepth = maxDepth
    this.#range = new Float64Array(memory.buffer, areas.range, 2)
    this.#left = rows.range
    this.#isShared = rows.maxKernels > 1
    const { deltas, range, topNodes, subtrees } = areas
    const { team, numLevels, fewestRows, foundSplits, zones, zonesOfMember } = rows.areas
    this.code.configure({
      ...{ deltas, range, topNodes, subtrees },
      ...{ team, numLevels, fewestRows, foundSplits, zones, zonesOfMember },
      ...{ numMembers: rows.maxKernels, member },
    })
  }

  startTree(round: BoostingRound): { root: NodeRows; scale: Scale } {
    this.#setScale(round)
    this.#drawRows(round)
    this.code.configure({
      evenBuffer: this.#bufferOf(0),
      oddBuffer: this.#bufferOf(1),
      closedBuffer: this.#rows.areas.buffers[this.#lastBuffer()],
    })
    const root = { start: 0, end: this.#numDrawn, numRows: this.#numDrawn, sum: 0, depth: 0, histogram: 0 }
    return { root: { ...root, sum: this.#sumRoot(root) }, scale: this.#scale }
  }

  growParts(root: NodeRows, options: GrowOptions): GrownParts {
    if (!this.#isShared) return this.grow({ path: 1, rows: root }, options)
    this.configureTree(options, [options.minInstancesPerNode])
    return this.hooks.gather(1, () => this.code.growShared())[0]
  }

  endTree(grown: GrownTree): void {
    const { numRows, stride } = this.rows
    const last = this.#lastBuffer()
    if (this.#numDrawn < numRows) {
      const { takenNodes } = this.#areas
      const deltaOf = ({ numRows, sum }: RowSum) => this.code.deltaOf(numRows, sum)
      const taking = { grown, deltaOf, codeOf: (feature: number) => this.codeOf(feature) }
      const depth = writeNodes(this.memory, takenNodes, this.rows.binning, taking)
      const [from, to] = [this.#numDrawn, numRows].map((row) => this.#bufferOf(0) + row * stride)
      const out = this.#rows.areas.buffers[last] + this.#numDrawn * stride
      this.code.settleRows(from, to, takenNodes, depth, out)
    }
    this.#origin = last
    if (this.#isShared) this.code.endShared()
    const [low, high] = this.#range
    this.#left = { low, high }
  }

  protected override growFrom(node: number): void {
    this.code.growBoosted(node)
  }

  /** Sums the rows that a tree begins with; gives the sum of their targets. */
  #sumRoot(root: NodeRows): number {
    const node = this.writeNode({ rows: root, path: 1 })
    if (this.#isShared) return this.code.startShared(node)
    this.code.buildBoostedHistogram(node)
    return this.code.sumTargets(node)
  }

  /** Gives the address of the buffer that holds the rows of the nodes of a depth. */
  #bufferOf(depth: number): number {
    return this.#rows.areas.buffers[(this.#origin + depth) & 1]
  }

  /** Index of the buffer of the last level whose rows move. */
  #lastBuffer(): number {
    return (this.#origin + Math.max(0, this.#maxDepth - 1)) & 1
  }

  /** Takes the scale of the targets from the range of what is left, and begins a new range. */
  #setScale({ factor, weight }: BoostingRound): void {
    const { low, high } = this.#left
    this.#scale = scaleOf({ low: factor * low, high: factor * high }, this.rows.numRows)
    // as step and factor are powers of two, these are what is left times the factor, to the last bit
    const { center, step } = this.#scale
    this.code.configure({ center: center / factor, scale: factor / step })
    this.code.configure({ weight, leafCenter: center, leafStep: step })
    this.#range.set([Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY])
  }

  /** Brings the rows that a tree draws to the front of the buffer that it begins in. */
  #drawRows({ treeSeed, subsamplingRate }: BoostingRound): void {
    const { numRows, stride } = this.rows
    this.#numDrawn = numRows
    if (subsamplingRate === 1) return
    const from = this.#bufferOf(0)
    const out = this.#bufferOf(1)
    const limit = subsamplingRate * 2 ** 32
    const prefix = hashPrefix(treeSeed)
    const end = this.code.drawRows(from, from + numRows * stride, prefix, limit, out) >>> 0
    this.#origin ^= 1
    // a tree needs a row
    if (end > out) this.#numDrawn = (end - out) / stride
  }
}
