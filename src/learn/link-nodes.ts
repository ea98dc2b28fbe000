import { FIELD, type GrownTree } from './grown-tree.ts'

/** Gives the children of each node of a grown tree, -1 for a leaf's, [numNodes] each. */
export function linkNodes(grown: GrownTree): { left: Int32Array; right: Int32Array } {
  const numNodes = grown.length / FIELD.count
  const left = new Int32Array(numNodes).fill(-1)
  const right = new Int32Array(numNodes).fill(-1)
  // nodes whose right child is still to come
  const open = new Int32Array(numNodes)
  let numOpen = 0
  for (let node = 0; node < numNodes; node++) {
    const isSplit = grown[node * FIELD.count + FIELD.feature] >= 0
    if (isSplit) {
      left[node] = node + 1
      open[numOpen++] = node
    } else if (numOpen > 0) right[open[--numOpen]] = node + 1
  }
  return { left, right }
}
