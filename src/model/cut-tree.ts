import type { Tree } from './tree.ts'

/**
 * Cuts a tree off at a depth: the nodes there become leaves, which predict what they predicted before.
 *
 * @param depth  Edges from the root, at least 0.
 */
export function cutTree(tree: Tree, depth: number): Tree {
  const kept: number[] = []
  const left: number[] = []
  const right: number[] = []
  const keep = (node: number, edges: number): number => {
    const at = kept.push(node) - 1
    const isInner = edges < depth && tree.feature[node] >= 0
    left[at] = isInner ? keep(tree.left[node], edges + 1) : -1
    right[at] = isInner ? keep(tree.right[node], edges + 1) : -1
    return at
  }
  keep(0, 0)
  const isLeaf = (at: number) => left[at] < 0
  const values = (of: Float64Array) => Float64Array.from(kept, (node) => of[node])
  return {
    numNodes: kept.length,
    feature: Int32Array.from(kept, (node, at) => (isLeaf(at) ? -1 : tree.feature[node])),
    threshold: Float64Array.from(kept, (node, at) => (isLeaf(at) ? 0 : tree.threshold[node])),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    prediction: values(tree.prediction),
    impurity: values(tree.impurity),
    gain: Float64Array.from(kept, (node, at) => (isLeaf(at) ? -1 : tree.gain[node])),
    numRows: values(tree.numRows),
    sum: values(tree.sum),
    sumSquares: values(tree.sumSquares),
  }
}
