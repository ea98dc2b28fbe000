import type { Scale } from './fixed-point.ts'
import { FIELD, type GrownTree } from './grown-tree.ts'
import { GrowingTree } from './kernel/growing-tree.ts'

/** What one thread has grown of a tree. */
export interface TreeParts {
  readonly scale: Scale
  readonly parts: readonly TreePart[]
}

/** A subtree or, of the top of a tree, one node whose children are other parts. */
export interface TreePart {
  /** Path of its root in the whole tree: root 1, left child 2p, right child 2p + 1. */
  readonly path: number
  readonly nodes: GrownTree
}

/** Joins all parts of a tree, in any order, to the tree. */
export function joinParts(parts: readonly TreePart[]): GrownTree {
  const byPath = new Map(parts.map(({ path, nodes }) => [path, nodes]))
  const joined = new GrowingTree()
  const join = (path: number): void => {
    const nodes = byPath.get(path) ?? new Float64Array(0)
    joined.addNodes(nodes)
    if (nodes.length !== FIELD.count || nodes[FIELD.feature] < 0) return
    join(2 * path)
    join(2 * path + 1)
  }
  join(1)
  return joined.nodes()
}
