/**
 * Where each column of nodes stands in Spark's table: the path of a number or list, and a name for each element.
 *
 * A list must have exactly as many elements as there are names; where it has not, all of them read as NaN.
 */
export const treeLeaves = [
  { path: 'treeID', type: 'number', names: ['treeId'] },
  { path: 'nodeData.id', type: 'number', names: ['id'] },
  { path: 'nodeData.prediction', type: 'number', names: ['prediction'] },
  { path: 'nodeData.impurity', type: 'number', names: ['impurity'] },
  { path: 'nodeData.impurityStats', type: 'list', names: ['numRows', 'sum', 'sumSquares'] },
  { path: 'nodeData.gain', type: 'number', names: ['gain'] },
  { path: 'nodeData.leftChild', type: 'number', names: ['left'] },
  { path: 'nodeData.rightChild', type: 'number', names: ['right'] },
  { path: 'nodeData.split.featureIndex', type: 'number', names: ['feature'] },
  { path: 'nodeData.split.leftCategoriesOrThreshold', type: 'list', names: ['threshold'] },
  { path: 'nodeData.split.numCategories', type: 'number', names: ['numCategories'] },
] as const

/** Name of a column of nodes. */
export type TreeColumnName = (typeof treeLeaves)[number]['names'][number]
