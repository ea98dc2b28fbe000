import { drawBernoulli } from '../bag.ts'
import { type Scale, toFixedPoint } from '../fixed-point.ts'
import { FIELD, type GrownParts, type GrownTree, meanOf, type RowSum } from '../grown-tree.ts'
import { linkNodes } from '../link-nodes.ts'
import type { TrainingSet } from '../training-set.ts'
import type { BoostingKernel, BoostingRound } from './boosting-kernel.ts'
import { growNodes } from './grow-nodes.ts'
import type { GrowOptions, NodeRows, Split, TopRows } from './kernel.ts'
import type { NodeKernel, SplitLimits } from './node-kernel.ts'
import { ReferenceKernel } from './reference-kernel.ts'
import type { TrainingRows } from './training-rows.ts'

/** The plain TypeScript kernel of boosting: the oracle that others are compared with. */
export class ReferenceBoostingKernel implements BoostingKernel, NodeKernel {
  readonly #kernel: ReferenceKernel
  readonly #rowIds: Uint32Array
  /** What is left of each label. */
  readonly #left: Float64Array
  readonly #weights: Uint8Array
  #round: BoostingRound = { treeSeed: 0, subsamplingRate: 1, factor: 1, weight: 1 }
  #scale: Scale = { center: 0, step: 1 }

  constructor(rows: TrainingRows, { labels, rowIds }: Pick<TrainingSet, 'labels' | 'rowIds'>) {
    this.#kernel = new ReferenceKernel(rows)
    this.#rowIds = rowIds
    this.#left = labels.slice()
    this.#weights = new Uint8Array(rows.numRows).fill(1)
  }

  startTree(round: BoostingRound): { root: NodeRows; scale: Scale } {
    const { values, center, step } = toFixedPoint(this.#left.map((left) => round.factor * left))
    const { treeSeed, subsamplingRate } = round
    if (subsamplingRate < 1) drawBernoulli(treeSeed, subsamplingRate, this.#rowIds, this.#weights)
    this.#round = round
    this.#scale = { center, step }
    return { root: this.#kernel.takeBag(values, this.#weights), scale: this.#scale }
  }

  endTree(grown: GrownTree): void {
    const links = linkNodes(grown)
    this.#weights.forEach((weight, row) => {
      if (weight > 0) return
      const at = this.#kernel.findLeaf(row, grown, links) * FIELD.count
      this.#settle(row, { numRows: grown[at + FIELD.numRows], sum: grown[at + FIELD.sum] })
    })
  }

  growParts(root: NodeRows, options: GrowOptions): GrownParts {
    return this.grow({ path: 1, rows: root }, options)
  }

  grow(top: TopRows, options: GrowOptions): GrownTree {
    return growNodes(this, null, { top, options, leastRows: [options.minInstancesPerNode] })[0]
  }

  findSplit(node: NodeRows, isDrawn: Uint8Array, limits: SplitLimits): Split | null {
    return this.#kernel.findSplit(node, isDrawn, limits)
  }

  splitRows(node: NodeRows, split: Split): readonly [NodeRows, NodeRows] {
    return this.#kernel.splitRows(node, split)
  }

  closeLeaf(node: NodeRows): number {
    for (const row of this.#kernel.rowsOf(node)) this.#settle(row, node)
    return this.#kernel.closeLeaf(node)
  }

  closeSides(node: NodeRows, split: Split): readonly [number, number] {
    const [left, right] = this.#kernel.splitRows(node, split)
    return [this.closeLeaf(left), this.closeLeaf(right)]
  }

  #settle(row: number, leaf: RowSum): void {
    const { center, step } = this.#scale
    this.#left[row] -= this.#round.weight * (center + step * meanOf(leaf))
  }
}
