import { FreeflowError } from '../errors.ts'
import type { Tree } from '../model/tree.ts'
import type { TreeColumns } from './tree-columns.ts'

/** What the metadata of an ensemble promises of its nodes. */
export interface TreeLimits {
  readonly numTrees: number
  readonly numFeatures: number
  /** The table that the nodes come from, for messages. */
  readonly path: string
}

/**
 * Puts nodes together to trees, whatever order their rows have, and refuses what is not a tree.
 *
 * Trees are numbered from 0, the nodes of each from 0 in pre-order, as Spark does; so each node is reached once
 * and there are no cycles. Numbers are finite and features below `numFeatures`.
 *
 * @param columns  Read only.
 * @returns [numTrees] trees, each with its own arrays.
 * @throws FreeflowError `data` with tree, node and the rule that is broken, and for a split by categories.
 */
export function treesFromColumns(columns: TreeColumns, limits: TreeLimits): Tree[] {
  const trees = countNodes(columns.treeId, limits).map(allocateTree)
  placeNodes(columns, trees, limits)
  for (const [treeId, tree] of trees.entries()) {
    const broken = brokenOrder(tree)
    if (broken !== null) throw new FreeflowError('data', `${limits.path}: tree ${treeId}: ${broken}`)
  }
  return trees
}

/** Nodes of each tree, [numTrees], all at least 1. */
function countNodes(treeIds: Float64Array, { numTrees, path }: TreeLimits): number[] {
  if (numTrees > treeIds.length) {
    throw new FreeflowError('data', `${path}: ${treeIds.length} nodes are too few for ${numTrees} trees`)
  }
  const counts = new Array<number>(numTrees).fill(0)
  for (const treeId of treeIds) {
    if (!isIndex(treeId, numTrees)) {
      throw new FreeflowError('data', `${path}: tree ${treeId}, but the metadata says numTrees ${numTrees}`)
    }
    counts[treeId]++
  }
  const absent = counts.indexOf(0)
  if (absent >= 0) throw new FreeflowError('data', `${path}: tree ${absent} has no nodes`)
  return counts
}

function allocateTree(numNodes: number): Tree {
  return {
    numNodes,
    feature: new Int32Array(numNodes).fill(-1),
    threshold: new Float64Array(numNodes),
    left: new Int32Array(numNodes).fill(-1),
    right: new Int32Array(numNodes).fill(-1),
    prediction: new Float64Array(numNodes),
    impurity: new Float64Array(numNodes),
    gain: new Float64Array(numNodes),
    numRows: new Float64Array(numNodes),
    sum: new Float64Array(numNodes),
    sumSquares: new Float64Array(numNodes),
  }
}

/** Brings each row of the table to its tree and node; every node gets exactly one. */
function placeNodes(columns: TreeColumns, trees: readonly Tree[], { numFeatures, path }: TreeLimits): void {
  const placed = trees.map(({ numNodes }) => new Uint8Array(numNodes))
  const { treeId, id } = columns
  for (let row = 0; row < id.length; row++) {
    const tree = trees[treeId[row]]
    const node = id[row]
    const broken =
      brokenId(node, placed[treeId[row]]) ??
      brokenNumber(columns, row) ??
      (isLeaf(columns, row) ? null : brokenSplit(columns, row, tree.numNodes, numFeatures))
    if (broken !== null) {
      throw new FreeflowError('data', `${path}: tree ${treeId[row]}: node ${node}: ${broken}`)
    }
    placed[treeId[row]][node] = 1
    placeNode(columns, row, tree)
  }
}

function placeNode(columns: TreeColumns, row: number, tree: Tree): void {
  const node = columns.id[row]
  tree.prediction[node] = columns.prediction[row]
  tree.impurity[node] = columns.impurity[row]
  tree.gain[node] = columns.gain[row]
  tree.numRows[node] = columns.numRows[row]
  tree.sum[node] = columns.sum[row]
  tree.sumSquares[node] = columns.sumSquares[row]
  if (isLeaf(columns, row)) return
  tree.left[node] = columns.left[row]
  tree.right[node] = columns.right[row]
  tree.feature[node] = columns.feature[row]
  tree.threshold[node] = columns.threshold[row]
}

function isLeaf({ left, right }: TreeColumns, row: number): boolean {
  return left[row] === -1 && right[row] === -1
}

function isIndex(value: number, count: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < count
}

function brokenId(node: number, placed: Uint8Array): string | null {
  if (!isIndex(node, placed.length))
    return `ids of its ${placed.length} nodes must be 0 to ${placed.length - 1}`
  return placed[node] === 0 ? null : 'stands twice'
}

const numberNames = ['prediction', 'impurity', 'gain', 'numRows', 'sum', 'sumSquares'] as const

function brokenNumber(columns: TreeColumns, row: number): string | null {
  for (const name of numberNames) {
    if (!Number.isFinite(columns[name][row])) return `${name} must be a finite number`
  }
  return columns.numRows[row] >= 0 ? null : `numRows must not be negative, is ${columns.numRows[row]}`
}

function brokenSplit(
  columns: TreeColumns,
  row: number,
  numNodes: number,
  numFeatures: number,
): string | null {
  const node = columns.id[row]
  const left = columns.left[row]
  const right = columns.right[row]
  const feature = columns.feature[row]
  const numCategories = columns.numCategories[row]
  if (left !== node + 1) return `left child must be ${node + 1} (pre-order), is ${left}`
  if (!isIndex(right, numNodes) || right <= left) {
    return `right child must lie in [${left + 1}, ${numNodes}), is ${right}`
  }
  if (!isIndex(feature, numFeatures)) return `feature must lie in [0, ${numFeatures}), is ${feature}`
  if (numCategories !== -1) {
    return `splits feature ${feature} by ${numCategories} categories; only thresholds are supported`
  }
  return Number.isFinite(columns.threshold[row]) ? null : 'threshold must be one finite number'
}

/** Follows the tree in pre-order: behind a leaf comes the right child of the last node that still lacks one. */
function brokenOrder({ numNodes, left, right }: Tree): string | null {
  const pending: number[] = []
  for (let node = 0; node < numNodes; node++) {
    if (left[node] >= 0) {
      pending.push(right[node])
      continue
    }
    const next = pending.pop() ?? numNodes
    if (next !== node + 1) return `node ${node + 1} must follow leaf ${node} (pre-order), but ${next} does`
  }
  return null
}
