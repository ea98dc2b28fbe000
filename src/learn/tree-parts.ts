import type { Scale } from './fixed-point.ts'
import { FIELD, type GrownTree } from './grown-tree.ts'
import { GrowingTree } from './kernel/growing-tree.ts'

/** What one thread has grown of a tree: subtrees and, of its top, single nodes whose children are other parts. */
export interface GrownParts {
  /** Path of the root of each part in the whole tree: root 1, left child 2p, right child 2p + 1. */
  readonly paths: readonly number[]
  /** Where each part starts in the nodes. */
  readonly starts: readonly number[]
  /** The nodes of all parts, one part after another. */
  readonly nodes: GrownTree
}

/** What one thread has grown of a tree, and how its targets are meant. */
export interface TreeParts {
  readonly scale: Scale
  readonly parts: GrownParts
}

/** Gives a tree as its only part. */
export function wholeTree(nodes: GrownTree): GrownParts {
  return { paths: [1], starts: [0], nodes }
}

/** Joins what all threads have grown of a tree, in any order, to the tree. */
export function joinParts(grown: readonly GrownParts[]): GrownTree {
  const byPath = new Map(grown.flatMap(nodesByPath))
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

function nodesByPath({ paths, starts, nodes }: GrownParts): [path: number, nodes: GrownTree][] {
  const ends = [...starts.slice(1), nodes.length]
  return paths.map((path, part) => [path, nodes.subarray(starts[part], ends[part])])
}
