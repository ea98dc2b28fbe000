import type { Tree } from '../model/tree.ts'
import type { Binning } from './bins/bins.ts'
import type { BoostedTree } from './boost-trees.ts'
import { TreeFinisher } from './finish/tree-finisher.ts'
import type { GrownParts } from './grown-tree.ts'
import type { TreeReply } from './tree-worker.ts'

/**
 * Makes trees of what threads have grown.
 *
 * One thread does it for all of them, in one memory, as what a boosted tree is joined of comes from several.
 */
export class TreeGatherer {
  /** The trees of each index that is done: one of boosting, or one a forest. */
  readonly trees: (readonly Tree[])[] = []
  /** How many indices are done. */
  numDone = 0
  readonly #finisher: TreeFinisher
  readonly #numThreads: number
  readonly #waiting = new Map<number, readonly GrownParts[]>()

  /** @param numThreads  How many threads grow each boosted tree. */
  constructor(binning: Binning, numThreads: number) {
    this.#finisher = new TreeFinisher(binning)
    this.#numThreads = numThreads
  }

  /** Takes a reply; says whether its index is done. */
  take(reply: TreeReply): boolean {
    const trees = this.#treesOf(reply)
    if (trees === null) return false
    this.trees[reply.index] = trees
    this.numDone++
    return true
  }

  #treesOf(reply: TreeReply): readonly Tree[] | null {
    if ('tree' in reply) return [reply.tree]
    if ('parts' in reply) return this.#join(reply)
    const { grown, scale } = reply
    return grown.map((nodes) => this.#finisher.finish([nodes], scale).tree)
  }

  /** Takes what one thread has grown of a boosted tree; gives the tree once all have. */
  #join({ index, parts, scale }: TreeReply & BoostedTree): readonly Tree[] | null {
    const grown = [...(this.#waiting.get(index) ?? []), parts]
    this.#waiting.set(index, grown)
    if (grown.length < this.#numThreads) return null
    this.#waiting.delete(index)
    return [this.#finisher.finish(grown, scale).tree]
  }
}
