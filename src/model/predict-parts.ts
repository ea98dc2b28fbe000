import { cutTree } from './cut-tree.ts'
import type { Ensemble } from './ensemble.ts'
import { type FeatureMatrix, writeDenseRows } from './feature-matrix.ts'
import { flattenTrees } from './predict/flat-trees.ts'
import { TOP_LEVELS } from './predict/flatten-tree.ts'
import { sumTrees } from './predict/sum-trees.ts'
import type { TreePart } from './predict/tree-part.ts'
import { TreePredictor } from './predict/tree-predictor.ts'
import type { Tree } from './tree.ts'

/** Rows that are made dense at a time. */
const BLOCK_ROWS = 4096

/**
 * Predicts every row of a matrix with parts of an ensemble, each as if it were a model of its own.
 *
 * @param parts  The first trees, cut off at a depth.
 * @returns Predictions, one array a part, [numRows].
 */
export function predictParts(
  model: Ensemble,
  matrix: FeatureMatrix,
  parts: readonly TreePart[],
): Float64Array[] {
  const outs = parts.map(() => new Float64Array(matrix.numRows))
  const sum = (trees: readonly Tree[], wanted: readonly number[], depthOf: (part: TreePart) => number) =>
    sumParts(
      { ...model, trees },
      matrix,
      wanted.map((at) => ({ numTrees: parts[at].numTrees, depth: depthOf(parts[at]) })),
      wanted.map((at) => outs[at]),
    )
  const all = [...parts.keys()]
  // one walk serves all depths below the top, where a tree is looked at whole; above it cut trees are as good
  const deep = all.filter((at) => parts[at].depth >= TOP_LEVELS)
  if (deep.length > 0) sum(model.trees, deep, ({ depth }) => depth)
  for (const depth of new Set(parts.map((part) => part.depth).filter((depth) => depth < TOP_LEVELS))) {
    const cut = model.trees.map((tree) => cutTree(tree, depth))
    sum(
      cut,
      all.filter((at) => parts[at].depth === depth),
      () => Number.POSITIVE_INFINITY,
    )
  }
  if (model.kind === 'random_forest')
    for (const [at, out] of outs.entries())
      for (let row = 0; row < out.length; row++) out[row] /= parts[at].numTrees
  return outs
}

function sumParts(
  model: Ensemble,
  matrix: FeatureMatrix,
  parts: readonly TreePart[],
  outs: readonly Float64Array[],
): void {
  const numTrees = Math.max(...parts.map((part) => part.numTrees))
  const trees = model.trees.slice(0, numTrees)
  const weights =
    model.kind === 'random_forest'
      ? new Float64Array(numTrees).fill(1)
      : model.treeWeights.subarray(0, numTrees)
  const flat = flattenTrees(trees, weights)
  const numDepths = new Set(parts.map(({ depth }) => depth)).size
  if (flat !== null) new TreePredictor(flat, matrix.numSlots, numDepths).sumParts(matrix, parts, outs)
  else for (const [at, part] of parts.entries()) sumPlainly(trees, weights, matrix, part, outs[at])
}

/** For trees that have no flat form. */
function sumPlainly(
  trees: readonly Tree[],
  weights: Float64Array,
  matrix: FeatureMatrix,
  { numTrees, depth }: TreePart,
  out: Float64Array,
): void {
  const { numRows, numSlots } = matrix
  const cut = trees.slice(0, numTrees).map((tree) => (Number.isFinite(depth) ? cutTree(tree, depth) : tree))
  const dense = new Float64Array(BLOCK_ROWS * numSlots)
  for (let start = 0; start < numRows; start += BLOCK_ROWS) {
    const end = Math.min(start + BLOCK_ROWS, numRows)
    writeDenseRows(matrix, start, end, dense)
    sumTrees(cut, weights, dense, numSlots, out.subarray(start, end))
  }
}
