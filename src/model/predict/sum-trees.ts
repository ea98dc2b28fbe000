import type { Tree } from '../tree.ts'

/**
 * Sums the weighted predictions of trees, in their order: the plain walk that others are compared with, and that works
 * for all trees.
 *
 * @param weights  [trees.length].
 * @param dense  Slots, row-major, at least [out.length, numSlots].
 * @param out  Receives the sums, [numRows].
 */
export function sumTrees(
  trees: readonly Tree[],
  weights: Float64Array,
  dense: Float64Array,
  numSlots: number,
  out: Float64Array,
): void {
  out.fill(0)
  trees.forEach((tree, index) => {
    addTree(tree, weights[index], dense, numSlots, out)
  })
}

function addTree(tree: Tree, weight: number, dense: Float64Array, numSlots: number, out: Float64Array): void {
  const { feature, threshold, left, right, prediction } = tree
  for (let row = 0, at = 0; row < out.length; row++, at += numSlots) {
    let node = 0
    let slot = feature[0]
    while (slot >= 0) {
      node = dense[at + slot] <= threshold[node] ? left[node] : right[node]
      slot = feature[node]
    }
    out[row] += weight * prediction[node]
  }
}
