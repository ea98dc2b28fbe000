import type { SharedSplit, SharedSplitting } from './boosting-kernel.ts'
import type { MovingRows } from './boosting-rows.ts'
import { childrenOf } from './children-of.ts'
import type { CompiledCode } from './compiled-code.ts'
import type { GrowOptions, NodeRows, Split, TopRows } from './kernel.ts'
import { HISTOGRAM_BUNDLE_BYTES, NUM_HISTOGRAMS } from './kernel-areas.ts'
import { rangeOfSplit, type SplitRange } from './split-range.ts'
import type { Team } from './team.ts'
import type { TeamAreas } from './team-areas.ts'

/** What the top of a tree is made of, and what splits it. */
export interface TopOfTree {
  readonly rows: MovingRows
  readonly code: CompiledCode
  /** Address of a row of the nodes of a depth. */
  addressOf(row: number, depth: number): number
  /** Address of a histogram. */
  histogramAt(index: number): number
  findSplit(node: TopRows, options: GrowOptions): Split | null
}

/**
 * Splits the top of a tree with compiled kernels of other threads.
 *
 * Each thread has a zone of every node's rows: at first an equal part, then what of it goes left and what goes right, which
 * again stand side by side with those of the other threads. So a thread moves rows that it has moved before, which are in
 * its cache, and no other writes near them; how many of a zone go left, its histogram tells before any row has moved. The
 * histograms of the zones are added up, some bundles by each thread. Sums are exact and the order of rows in a node is of
 * no account, so the tree is the same for any number of threads.
 */
export class SharedTop implements SharedSplitting {
  readonly numLevels: number
  readonly fewestRows: number
  readonly #team: Team
  readonly #tree: TopOfTree
  readonly #areas: TeamAreas
  readonly #histogramBytes: number
  /** Where the zones of a node start, and the last ends, in rows; by the node's histogram. */
  readonly #zones: (readonly number[])[] = []
  /** Histograms of the top that are in use. */
  #numUsed = 0

  constructor(team: Team, tree: TopOfTree) {
    const { areas, bundles } = tree.rows
    this.numLevels = areas.numLevels
    this.fewestRows = areas.fewestRows
    this.#team = team
    this.#tree = tree
    this.#areas = areas
    this.#histogramBytes = bundles.numCodes.length * HISTOGRAM_BUNDLE_BYTES
  }

  /** Makes the histogram of the root; gives its index. */
  startTree(root: NodeRows): number {
    const { numMembers } = this.#team
    // no kernel's own
    const top = { ...root, histogram: NUM_HISTOGRAMS }
    this.#numUsed = 1
    this.#zones[top.histogram] = Array.from({ length: numMembers + 1 }, (_, member) =>
      Math.floor((root.end * member) / numMembers),
    )
    this.#sumZone(top)
    this.#team.meet()
    this.#team.clearNext()
    this.#addUp(top)
    this.#team.meet()
    return top.histogram
  }

  findSplit(node: TopRows, options: GrowOptions): Split | null {
    return this.#tree.findSplit(node, options)
  }

  splitLevel(nodes: readonly SharedSplit[]): (readonly [NodeRows, NodeRows])[] {
    const planned = nodes.map((node) => this.#plan(node))
    // the histograms of the zones have been read
    this.#team.meet()
    for (const plan of planned) {
      this.#moveZone(plan)
      const [small, large] = plan.bySize
      this.#sumZone(small)
      this.#takeAway(this.#zoneAt(large), this.#zoneAt(small), this.#allBundles())
    }
    this.#team.meet()
    for (const { bySize } of planned) {
      const [small, large] = bySize
      this.#addUp(small)
      const [from, taken] = [large, small].map(({ histogram }) => this.#tree.histogramAt(histogram))
      this.#takeAway(from, taken, this.#ownBundles())
    }
    this.#team.meet()
    return planned.map(({ children }) => children)
  }

  nextSubtree(): number {
    return this.#team.nextTask()
  }

  adopt(node: NodeRows): NodeRows {
    const bytes = new Uint8Array(this.#tree.rows.memory.buffer)
    const from = this.#tree.histogramAt(node.histogram)
    bytes.copyWithin(this.#tree.histogramAt(node.depth), from, from + this.#histogramBytes)
    return { ...node, histogram: node.depth }
  }

  /** Says where the children of a node will stand, and the zones of each. */
  #plan({ rows, split }: SharedSplit): PlannedSplit {
    const { binning } = this.#tree.rows
    const own = NUM_HISTOGRAMS + this.#numUsed++
    // all rows count once, so the children's places are known before any row has moved
    const [first, second] = childrenOf(rows, split, rows.start + split.leftRows)
    const isLeftSmaller = first.histogram === first.depth
    const left = isLeftSmaller ? { ...first, histogram: own } : first
    const right = isLeftSmaller ? second : { ...second, histogram: own }
    const range = rangeOfSplit(binning, split)
    const zones = this.#zonesOf(rows)
    const ofLeft = [left.start]
    const ofRight = [right.start]
    for (let member = 0; member < this.#team.numMembers; member++) {
      const numLeft = this.#leftRows(rows, range, member)
      ofLeft.push(ofLeft[member] + numLeft)
      ofRight.push(ofRight[member] + zones[member + 1] - zones[member] - numLeft)
    }
    this.#zones[left.histogram] = ofLeft
    this.#zones[right.histogram] = ofRight
    const bySize = isLeftSmaller ? ([left, right] as const) : ([right, left] as const)
    return { rows, zones, range, children: [left, right], bySize }
  }

  /** Gives how many rows of a thread's zone of a node go left. */
  #leftRows(node: NodeRows, { feature, low, span, outside }: SplitRange, member: number): number {
    return this.#tree.code.leftRowsOf(this.#zoneAt(node, member), feature, low, span, outside)
  }

  #moveZone({ rows, zones, range, children }: PlannedSplit): void {
    const { member } = this.#team
    const { feature, low, span, outside } = range
    const [from, to] = [zones[member], zones[member + 1]].map((row) => this.#addressOf(rows, row))
    const [left, right] = children
    const front = this.#addressOf(left, this.#zonesOf(left)[member])
    const back = this.#addressOf(right, this.#zonesOf(right)[member + 1])
    this.#tree.code.moveZone(from, to, feature, low, span, outside, front, back)
  }

  /** Sums this thread's zone of a node. */
  #sumZone(node: NodeRows): void {
    const { member } = this.#team
    const zones = this.#zonesOf(node)
    const [from, to] = [zones[member], zones[member + 1]].map((row) => this.#addressOf(node, row))
    this.#tree.code.sumZone(from, to, this.#zoneAt(node))
  }

  /** Adds up what all zones of a node hold, as far as this thread's bundles go. */
  #addUp(node: NodeRows): void {
    const { first, count } = this.#ownBundles()
    const step = this.#areas.zonesOfMember * this.#histogramBytes
    const out = this.#tree.histogramAt(node.histogram)
    this.#tree.code.addUp(this.#zoneAt(node, 0), step, this.#team.numMembers, out, first, count)
  }

  #takeAway(histogram: number, taken: number, { first, count }: SomeBundles): void {
    this.#tree.code.subtractZone(histogram, taken, first, count)
  }

  #allBundles(): SomeBundles {
    return { first: 0, count: this.#tree.rows.bundles.numCodes.length }
  }

  #ownBundles(): SomeBundles {
    const { member, numMembers } = this.#team
    const { count } = this.#allBundles()
    const [first, end] = [member, member + 1].map((at) => Math.floor((count * at) / numMembers))
    return { first, count: end - first }
  }

  #zonesOf({ histogram }: NodeRows): readonly number[] {
    return this.#zones[histogram]
  }

  /** Address of the histogram of a thread's zone of a node. */
  #zoneAt({ histogram }: NodeRows, member = this.#team.member): number {
    const index = member * this.#areas.zonesOfMember + histogram - NUM_HISTOGRAMS
    return this.#areas.zones + index * this.#histogramBytes
  }

  #addressOf({ depth }: NodeRows, row: number): number {
    return this.#tree.addressOf(row, depth)
  }
}

/** A split, and where the zones of the node are. */
interface PlannedSplit {
  readonly rows: NodeRows
  readonly zones: readonly number[]
  readonly range: SplitRange
  readonly children: readonly [left: NodeRows, right: NodeRows]
  /** The smaller child first. */
  readonly bySize: readonly [small: NodeRows, large: NodeRows]
}

interface SomeBundles {
  readonly first: number
  readonly count: number
}
