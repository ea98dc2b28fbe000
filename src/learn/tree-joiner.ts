import type { Tree } from '../model/tree.ts'
import type { Binning } from './bins/bins.ts'
import { mergeEqualLeaves } from './merge-equal-leaves.ts'
import { treeFromGrown } from './tree-from-grown.ts'
import { type GrownParts, joinParts, type TreeParts } from './tree-parts.ts'

/** Gathers what several threads have grown of boosted trees. */
export class TreeJoiner {
  readonly #binning: Binning
  readonly #numThreads: number
  readonly #waiting = new Map<number, readonly GrownParts[]>()

  /** @param numThreads  How many threads grow each tree. */
  constructor(binning: Binning, numThreads: number) {
    this.#binning = binning
    this.#numThreads = numThreads
  }

  /** Adds what one thread has grown of a tree; gives the tree, alone, once all threads have, and `null` before. */
  add(index: number, { parts, scale }: TreeParts): readonly [Tree] | null {
    const waiting = [...(this.#waiting.get(index) ?? []), parts]
    this.#waiting.set(index, waiting)
    if (waiting.length < this.#numThreads) return null
    this.#waiting.delete(index)
    return [treeFromGrown(mergeEqualLeaves(joinParts(waiting)), this.#binning, scale)]
  }
}
