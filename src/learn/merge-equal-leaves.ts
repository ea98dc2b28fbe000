import { FIELD, type GrownTree } from './grown-tree.ts'

/**
 * Sums the squares of leaves upwards, and merges leaves that predict the same under one parent, again and again.
 *
 * Source: Spark ML, LearningNode.toNode with prune.
 */
export function mergeEqualLeaves(grown: GrownTree): GrownTree {
  const nodes = grown.slice()
  const numGrown = nodes.length / FIELD.count
  const numBelow = new Int32Array(numGrown)
  // from behind: the subtrees that wait for their parent, the left one last
  const waiting = new Int32Array(numGrown)
  let numWaiting = 0
  for (let node = numGrown - 1; node >= 0; node--) {
    if (nodes[node * FIELD.count + FIELD.feature] >= 0) {
      const left = waiting[--numWaiting]
      const right = waiting[--numWaiting]
      numBelow[node] = numBelow[left] + numBelow[right] + 2
      joinChildren(nodes, node * FIELD.count, left * FIELD.count, right * FIELD.count)
    }
    waiting[numWaiting++] = node
  }
  return withoutMerged(nodes, numBelow)
}

function joinChildren(nodes: Float64Array, at: number, left: number, right: number): void {
  nodes[at + FIELD.sumSquares] = nodes[left + FIELD.sumSquares] + nodes[right + FIELD.sumSquares]
  const areLeaves = nodes[left + FIELD.feature] < 0 && nodes[right + FIELD.feature] < 0
  if (areLeaves && meanAt(nodes, left) === meanAt(nodes, right)) nodes[at + FIELD.feature] = -1
}

function meanAt(nodes: Float64Array, at: number): number {
  return nodes[at + FIELD.sum] / nodes[at + FIELD.numRows]
}

/** Closes the gaps, in place: nothing that was grown below a leaf remains. */
function withoutMerged(nodes: Float64Array, numBelow: Int32Array): GrownTree {
  let end = 0
  for (let node = 0; node < numBelow.length; node++) {
    const at = node * FIELD.count
    nodes.copyWithin(end, at, at + FIELD.count)
    end += FIELD.count
    if (nodes[end - FIELD.count + FIELD.feature] < 0) node += numBelow[node]
  }
  return nodes.subarray(0, end)
}
