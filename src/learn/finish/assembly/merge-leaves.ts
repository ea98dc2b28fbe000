import { close, isSplit, NODE_BYTES, numRowsOf, setSquares, squaresOf, sumOf } from './node'

/**
 * Sums the squares of leaves upwards, and merges leaves that predict the same under one parent, again and again.
 *
 * Goes from behind, so that a node meets its children done, and moves all to the end of their room, where they close
 * the gaps that merged leaves leave.
 *
 * @param nodes  Grown nodes, up to `end`.
 * @param waiting  For the addresses of subtrees that wait for their parent, the left one last: u32, one a level.
 * @returns Where the nodes begin now.
 *
 * Source: Spark ML, LearningNode.toNode with prune.
 */
export function mergeLeaves(nodes: usize, end: usize, waiting: usize): usize {
  let to = end
  let top = waiting
  for (let node = end; node > nodes; ) {
    node -= NODE_BYTES
    if (isSplit(node)) {
      top -= 8
      const left: usize = load<u32>(top, 4)
      const right: usize = load<u32>(top)
      setSquares(node, squaresOf(left) + squaresOf(right))
      if (predictSame(left, right)) {
        close(node)
        to += 2 * NODE_BYTES
      }
    }
    to -= NODE_BYTES
    if (to !== node) memory.copy(to, node, NODE_BYTES)
    store<u32>(top, <u32>to)
    top += 4
  }
  return to
}

function predictSame(left: usize, right: usize): bool {
  if (isSplit(left) || isSplit(right)) return false
  return sumOf(left) / numRowsOf(left) === sumOf(right) / numRowsOf(right)
}
