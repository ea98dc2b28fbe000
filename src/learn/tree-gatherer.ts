import type { Tree } from '../model/tree.ts'
import type { Binning } from './bins/bins.ts'
import { TreeFinisher } from './finish/tree-finisher.ts'
import { type GrownParts, joinParts, type TreeParts } from './tree-parts.ts'
import type { TreeReply } from './tree-worker.ts'

/**
 * Makes trees of what threads have grown.
 *
 * One thread does it for all of them, as each that did would have its compiler learn it first.
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
    if ('parts' in reply) return this.#join(reply.index, reply.parts)
    if ('tree' in reply) this.#add(reply.index, [reply.tree])
    else {
      const { scale } = reply
      const trees = reply.grown.map((grown) => this.#finisher.finish(grown, scale).tree)
      this.#add(reply.index, trees)
    }
    return true
  }

  /** Takes what one thread has grown of a boosted tree, which is done once all have. */
  #join(index: number, { parts, scale }: TreeParts): boolean {
    const waiting = [...(this.#waiting.get(index) ?? []), parts]
    this.#waiting.set(index, waiting)
    if (waiting.length < this.#numThreads) return false
    this.#waiting.delete(index)
    this.#add(index, [this.#finisher.finish(joinParts(waiting), scale).tree])
    return true
  }

  #add(index: number, trees: readonly Tree[]): void {
    this.trees[index] = trees
    this.numDone++
  }
}
