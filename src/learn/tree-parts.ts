import type { Scale } from './fixed-point.ts'
import type { GrownNode, GrownTree } from './grown-tree.ts'

/** What one thread has grown of a tree. */
export interface TreeParts {
  readonly scale: Scale
  readonly parts: readonly TreePart[]
}

/** A subtree or, of the top of a tree, one node whose children are other parts. */
export interface TreePart {
  /** Path of its root in the whole tree: root 1, left child 2p, right child 2p + 1. */
  readonly path: number
  /** Nodes in pre-order, [numNodes, 8]: feature, bin, left, right, gain, numRows, sum, sumSquares. */
  readonly nodes: Float64Array
}

const NUM_FIELDS = 8

/** Packs a part of a grown tree, for another thread. */
export function packPart(path: number, grown: GrownTree): TreePart {
  const nodes = new Float64Array(grown.length * NUM_FIELDS)
  let at = 0
  for (const { feature, bin, left, right, gain, numRows, sum, sumSquares } of grown) {
    nodes[at++] = feature
    nodes[at++] = bin
    nodes[at++] = left
    nodes[at++] = right
    nodes[at++] = gain
    nodes[at++] = numRows
    nodes[at++] = sum
    nodes[at++] = sumSquares
  }
  return { path, nodes }
}

/** Joins all parts of a tree, in any order, to the tree. */
export function joinParts(parts: readonly TreePart[]): GrownTree {
  const byPath = new Map(parts.map(({ path, nodes }) => [path, nodes]))
  const joined: GrownNode[] = []
  const join = (path: number): number => {
    const first = joined.length
    appendPart(joined, byPath.get(path) ?? new Float64Array(0))
    const node = joined[first]
    if (node.feature < 0 || node.left >= 0) return first
    node.left = join(2 * path)
    node.right = join(2 * path + 1)
    node.sumSquares = joined[node.left].sumSquares + joined[node.right].sumSquares
    return first
  }
  join(1)
  return joined
}

function appendPart(joined: GrownNode[], nodes: Float64Array): void {
  const first = joined.length
  for (let at = 0; at < nodes.length; at += NUM_FIELDS) {
    joined.push({
      feature: nodes[at],
      bin: nodes[at + 1],
      left: nodes[at + 2] < 0 ? -1 : nodes[at + 2] + first,
      right: nodes[at + 3] < 0 ? -1 : nodes[at + 3] + first,
      gain: nodes[at + 4],
      numRows: nodes[at + 5],
      sum: nodes[at + 6],
      sumSquares: nodes[at + 7],
    })
  }
}
