import { expect, it } from 'vitest'
import type { TreeColumns } from '../../src/sparkml/tree-columns.ts'
import { treesFromColumns } from '../../src/sparkml/trees-from-columns.ts'
import { oneSplit, twoSplits } from './hand-made.ts'

const limits = { numTrees: 2, numFeatures: 3, path: 'data' }

/** The five nodes of `twoSplits` as tree 1 and the three of `oneSplit` as tree 0, in this order. */
function eightRows(): TreeColumns {
  const nan = Number.NaN
  const column = (name: 'prediction' | 'impurity' | 'gain' | 'numRows' | 'sum' | 'sumSquares') =>
    Float64Array.of(...twoSplits[name], ...oneSplit[name])
  return {
    treeId: Float64Array.of(1, 1, 1, 1, 1, 0, 0, 0),
    id: Float64Array.of(0, 1, 2, 3, 4, 0, 1, 2),
    left: Float64Array.of(1, -1, 3, -1, -1, 1, -1, -1),
    right: Float64Array.of(2, -1, 4, -1, -1, 2, -1, -1),
    feature: Float64Array.of(0, -1, 2, -1, -1, 1, -1, -1),
    threshold: Float64Array.of(0.25, nan, 0, nan, nan, -0.5, nan, nan),
    numCategories: Float64Array.of(-1, -1, -1, -1, -1, -1, -1, -1),
    prediction: column('prediction'),
    impurity: column('impurity'),
    gain: column('gain'),
    numRows: column('numRows'),
    sum: column('sum'),
    sumSquares: column('sumSquares'),
  }
}

it('puts nodes together to trees by their numbers, and leaves have no threshold', () => {
  expect(treesFromColumns(eightRows(), limits)).toEqual([oneSplit, twoSplits])
})

it('does not care for the order of the rows', () => {
  const columns = eightRows()
  for (const values of Object.values(columns)) values.reverse()
  expect(treesFromColumns(columns, limits)).toEqual([oneSplit, twoSplits])
})

const nan = Number.NaN
const malformed: readonly [string, (columns: TreeColumns) => void, string][] = [
  ['a tree number past the count', (c) => c.treeId.fill(2, 5), 'tree 2, but the metadata says numTrees 2'],
  ['a negative tree number', (c) => c.treeId.fill(-1, 5), 'tree -1, but'],
  ['no tree number', (c) => c.treeId.fill(nan, 5), 'tree NaN, but'],
  ['a tree without nodes', (c) => c.treeId.fill(1), 'tree 0 has no nodes'],
  ['a node twice', (c) => c.id.fill(0, 6, 7), 'tree 0: node 0: stands twice'],
  [
    'a node number past the count',
    (c) => c.id.fill(3, 6, 7),
    'tree 0: node 3: ids of its 3 nodes must be 0 to 2',
  ],
  ['a node number between two', (c) => c.id.fill(1.5, 6, 7), 'tree 0: node 1.5: ids of its 3 nodes'],
  ['no node number', (c) => c.id.fill(nan, 6, 7), 'tree 0: node NaN: ids of its 3 nodes'],
  ['a node that is its own child', (c) => c.left.fill(0, 0, 1), 'tree 1: node 0: left child must be 1'],
  [
    'a left child that is not the next',
    (c) => c.left.fill(2, 0, 1),
    'node 0: left child must be 1 (pre-order), is 2',
  ],
  ['a last node with children', (c) => c.left.fill(5, 4, 5), 'node 4: right child must lie in [6, 5), is -1'],
  ['only a right child', (c) => c.right.fill(4, 3, 4), 'node 3: left child must be 4 (pre-order), is -1'],
  ['only a left child', (c) => c.left.fill(2, 1, 2), 'node 1: right child must lie in [3, 5), is -1'],
  [
    'a right child past the end',
    (c) => c.right.fill(5, 2, 3),
    'node 2: right child must lie in [4, 5), is 5',
  ],
  [
    'a right child before the left',
    (c) => c.right.fill(1, 0, 1),
    'node 0: right child must lie in [2, 5), is 1',
  ],
  ['no right child', (c) => c.right.fill(nan, 0, 1), 'node 0: right child must lie in [2, 5), is NaN'],
  [
    'two parents of a node',
    (c) => c.right.fill(4, 0, 1),
    'node 2 must follow leaf 1 (pre-order), but 4 does',
  ],
  ['nodes that nothing leads to', (c) => lonelyNodes(c), 'node 1 must follow leaf 0 (pre-order), but 5 does'],
  ['a feature past the vector', (c) => c.feature.fill(3, 2, 3), 'node 2: feature must lie in [0, 3), is 3'],
  ['a split without feature', (c) => c.feature.fill(-1, 2, 3), 'node 2: feature must lie in [0, 3), is -1'],
  [
    'a split by categories',
    (c) => c.numCategories.fill(4, 0, 1),
    'splits feature 0 by 4 categories; only thresholds',
  ],
  [
    'a threshold that is no number',
    (c) => c.threshold.fill(nan, 0, 1),
    'node 0: threshold must be one finite',
  ],
  ['an infinite threshold', (c) => c.threshold.fill(Infinity, 0, 1), 'node 0: threshold must be one finite'],
  [
    'an infinite prediction',
    (c) => c.prediction.fill(-Infinity, 7),
    'node 2: prediction must be a finite number',
  ],
  ['no impurity', (c) => c.impurity.fill(nan, 7), 'node 2: impurity must be a finite number'],
  ['no gain', (c) => c.gain.fill(nan, 7), 'node 2: gain must be a finite number'],
  ['no sums', (c) => c.sumSquares.fill(nan, 7), 'node 2: sumSquares must be a finite number'],
  ['fewer than no rows', (c) => c.numRows.fill(-1, 7), 'node 2: numRows must not be negative, is -1'],
]

function lonelyNodes({ left, right }: TreeColumns): void {
  left[0] = -1
  right[0] = -1
}

it.each(malformed)('refuses %s', (_, spoil, message) => {
  const columns = eightRows()
  spoil(columns)
  expect(() => treesFromColumns(columns, limits)).toThrow(
    expect.objectContaining({ code: 'data', message: expect.stringContaining(message) }),
  )
})

it('refuses more trees than nodes before it makes room for them', () => {
  expect(() => treesFromColumns(eightRows(), { ...limits, numTrees: 1e9 })).toThrow(
    'data: 8 nodes are too few for 1000000000 trees',
  )
})
