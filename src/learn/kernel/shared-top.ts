import type { SharedSplit, SharedSplitting } from './boosting-kernel.ts'
import type { MovingRows } from './boosting-rows.ts'
import { childrenOf } from './children-of.ts'
import type { CompiledCode } from './compiled-code.ts'
import type { NodeRows } from './kernel.ts'
import { HISTOGRAM_BUNDLE_BYTES, type KernelAreas, NUM_HISTOGRAMS } from './kernel-areas.ts'
import { rangeOfSplit } from './split-range.ts'
import type { Team } from './team.ts'
import type { TeamAreas } from './team-areas.ts'

/** What the top of a tree is made of: where its rows are, and what makes targets of what they carry. */
export interface TopOfTree {
  /** What makes fixed-point targets of what rows carry. */
  targets(): { readonly center: number; readonly inverseStep: number }
  /** Addresses of the first row of a node, and behind its last. */
  addressesOf(node: Pick<NodeRows, 'start' | 'end' | 'depth'>): readonly [from: number, to: number]
  /** Address of a histogram. */
  histogramAt(index: number): number
  /** Says which byte of a row is the code of a feature, and where its bin by code stands. */
  codeOf(feature: number): readonly [bundle: number, binOfCode: number]
}

/** What a kernel works with. */
interface Works {
  readonly code: CompiledCode
  readonly rows: MovingRows
  readonly tree: TopOfTree
  readonly areas: Pick<KernelAreas, 'numCodes' | 'sides'>
}

/**
 * Splits the top of a tree with compiled kernels of other threads.
 *
 * Rows are taken in blocks by whoever is free; sums are exact and the order of rows in a node is of no account, so the
 * tree is the same for any number of threads. A thread sums its blocks into histograms of its own; those of all are
 * then added up, a part of the bundles by each.
 */
export class SharedTop implements SharedSplitting {
  readonly numLevels: number
  readonly #team: Team
  readonly #areas: TeamAreas
  readonly #numCodes: number
  readonly #sides: number
  readonly #numBundles: number
  readonly #code: CompiledCode
  readonly #rows: MovingRows
  readonly #tree: TopOfTree
  readonly #histogramBytes: number
  /** Histograms of the top that are in use. */
  #numUsed = 0

  constructor(team: Team, { code, rows, tree, areas }: Works) {
    this.numLevels = rows.areas.numLevels
    this.#team = team
    this.#areas = rows.areas
    this.#numCodes = areas.numCodes
    this.#sides = areas.sides
    this.#numBundles = rows.bundles.numCodes.length
    this.#code = code
    this.#rows = rows
    this.#tree = tree
    this.#histogramBytes = this.#numBundles * HISTOGRAM_BUNDLE_BYTES
  }

  /** Makes the histogram of the root; gives its index. */
  startTree(root: NodeRows): number {
    this.#numUsed = 1
    // no node has path 0, and the children of the root are summed under its own
    this.#sumBlocks(root, 0, 0)
    this.#team.meet()
    this.#team.clearNext()
    this.#addUp(0, NUM_HISTOGRAMS)
    this.#team.meet()
    return NUM_HISTOGRAMS
  }

  splitLevel(nodes: readonly SharedSplit[]): (readonly [NodeRows, NodeRows])[] {
    const children = nodes.map((node) => this.#childrenOf(node))
    for (const node of nodes) this.#partition(node)
    this.#team.meet()
    const pairs = children.map(([left, right]) =>
      left.histogram > right.histogram ? [left, right] : [right, left],
    )
    pairs.forEach(([small], index) => {
      this.#sumBlocks(small, nodes[index].path, index)
    })
    this.#team.meet()
    pairs.forEach(([small, large], index) => {
      this.#addUp(index, small.histogram)
      this.#takeAway(large.histogram, small.histogram)
    })
    this.#team.meet()
    return children
  }

  nextSubtree(): number {
    return this.#team.nextTask()
  }

  adopt(node: NodeRows): NodeRows {
    const bytes = new Uint8Array(this.#rows.memory.buffer)
    const from = this.#tree.histogramAt(node.histogram)
    bytes.copyWithin(this.#tree.histogramAt(node.depth), from, from + this.#histogramBytes)
    return { ...node, histogram: node.depth }
  }

  /** All rows count once, so the children's places are known before any row has moved. */
  #childrenOf({ rows, split }: SharedSplit): readonly [NodeRows, NodeRows] {
    const own = NUM_HISTOGRAMS + this.#numUsed++
    const [left, right] = childrenOf(rows, split, rows.start + split.leftRows)
    return left.histogram === left.depth
      ? [{ ...left, histogram: own }, right]
      : [left, { ...right, histogram: own }]
  }

  #partition({ path, rows, split }: SharedSplit): void {
    const { stride, binning } = this.#rows
    const range = rangeOfSplit(binning, split)
    const [from, to] = this.#tree.addressesOf(rows)
    const [out] = this.#tree.addressesOf({ ...rows, depth: rows.depth + 1 })
    const cursors = this.#team.cursorsOf(path) + 4
    const [bundle, binOfCode] = this.#tree.codeOf(range.feature)
    const { low, span, outside } = range
    this.#code.partitionBlocks(
      from,
      to,
      stride,
      bundle,
      binOfCode,
      low,
      span,
      outside,
      this.#sides,
      out,
      cursors,
    )
  }

  /** Sums blocks of a node into a histogram that only this thread writes. */
  #sumBlocks(node: NodeRows, path: number, index: number): void {
    const { stride } = this.#rows
    const { center, inverseStep } = this.#tree.targets()
    const [from, to] = this.#tree.addressesOf(node)
    const histogram = this.#partAt(this.#team.member, index)
    this.#code.clearHistogram(histogram, this.#numCodes, this.#numBundles)
    const cursor = this.#team.cursorsOf(path)
    this.#code.addBlocks(from, to, stride, this.#numBundles, histogram, center, inverseStep, cursor)
  }

  /** Adds up what all threads have summed, as far as this thread's bundles go. */
  #addUp(index: number, histogram: number): void {
    const { first, count, offset } = this.#share()
    const step = this.#partAt(1, 0) - this.#partAt(0, 0)
    const parts = this.#partAt(0, index) + offset
    const out = this.#tree.histogramAt(histogram) + offset
    const numCodes = this.#numCodes + first * 4
    this.#code.sumHistograms(parts, step, this.#team.numMembers, out, numCodes, count)
  }

  #takeAway(histogram: number, taken: number): void {
    const { first, count, offset } = this.#share()
    const [from, other] = [histogram, taken].map((index) => this.#tree.histogramAt(index) + offset)
    this.#code.subtractHistogram(from, other, this.#numCodes + first * 4, count)
  }

  /** The bundles of this thread: the first, how many, and where their codes start in a histogram. */
  #share(): { first: number; count: number; offset: number } {
    const { member, numMembers } = this.#team
    const [first, end] = [member, member + 1].map((at) => Math.floor((this.#numBundles * at) / numMembers))
    return { first, count: end - first, offset: first * HISTOGRAM_BUNDLE_BYTES }
  }

  #partAt(member: number, index: number): number {
    return this.#areas.parts + (member * this.#areas.partsOfMember + index) * this.#histogramBytes
  }
}
