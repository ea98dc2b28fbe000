import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { FeatureMatrix } from '../../src/model/feature-matrix.ts'
import { writeDenseRows } from '../../src/model/feature-matrix.ts'
import { flattenTrees } from '../../src/model/predict/flat-trees.ts'
import { sumTrees } from '../../src/model/predict/sum-trees.ts'
import { TreePredictor } from '../../src/model/predict/tree-predictor.ts'
import { predictDense, predictRows } from '../../src/model/predict-rows.ts'
import type { RegressionModel } from '../../src/model/regression-model.ts'
import type { Tree } from '../../src/model/tree.ts'
import { randomStream } from '../../src/random.ts'

const NUM_NUMERIC = 3
const NUM_CODES = 3
const numSlots = NUM_NUMERIC + NUM_CODES

/** A node as it is written here: a prediction, or a split and what lies below it. */
type Node = number | { slot: number; threshold: number; left: Node; right: Node }

function treeOf(root: Node): Tree {
  const feature: number[] = []
  const threshold: number[] = []
  const left: number[] = []
  const right: number[] = []
  const prediction: number[] = []
  const add = (node: Node): number => {
    const isLeaf = typeof node === 'number'
    const at = feature.push(isLeaf ? -1 : node.slot) - 1
    threshold.push(isLeaf ? 0 : node.threshold)
    prediction.push(isLeaf ? node : Number.NaN)
    left.push(-1)
    right.push(-1)
    if (isLeaf) return at
    left[at] = add(node.left)
    right[at] = add(node.right)
    return at
  }
  add(root)
  const none = new Float64Array(feature.length)
  return {
    numNodes: feature.length,
    feature: Int32Array.from(feature),
    threshold: Float64Array.from(threshold),
    left: Int32Array.from(left),
    right: Int32Array.from(right),
    prediction: Float64Array.from(prediction),
    impurity: none,
    gain: none,
    numRows: none,
    sum: none,
    sumSquares: none,
  }
}

function boostedOf(trees: Tree[], treeWeights: number[]): RegressionModel {
  const weights = Float64Array.from(treeWeights)
  return { kind: 'gradient_boosted_trees', numFeatures: numSlots, trees, treeWeights: weights, params: {} }
}

/** Rows of three numbers and a code of three, off and on as a scaler leaves them. */
function matrixOf(rows: readonly number[][], codes: readonly number[]): FeatureMatrix {
  const numeric = Array.from({ length: NUM_NUMERIC }, (_, slot) => {
    return { kind: 'numeric' as const, slot, values: Float64Array.from(rows, (row) => row[slot]) }
  })
  const group = {
    kind: 'one-hot' as const,
    slot: NUM_NUMERIC,
    numSlots: NUM_CODES,
    codes: Uint8Array.from(codes),
    off: Float64Array.of(-0.5, 0, -1),
    on: Float64Array.of(2, 1, -1),
  }
  return { numRows: rows.length, numSlots, features: [...numeric, group] }
}

function plainSums(model: RegressionModel, matrix: FeatureMatrix): Float64Array {
  if (model.kind !== 'gradient_boosted_trees') throw new Error('not boosted')
  const dense = new Float64Array(matrix.numRows * numSlots)
  writeDenseRows(matrix, 0, matrix.numRows, dense)
  const sums = new Float64Array(matrix.numRows)
  sumTrees(model.trees, model.treeWeights, dense, numSlots, sums)
  return sums
}

const value = fc.oneof(
  fc.integer({ min: -4, max: 4 }),
  fc.constantFrom(-0, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0.1, 1e-300),
)
const { root } = fc.letrec<{ root: Node; split: Node; leaf: number }>((tie) => ({
  root: fc.oneof({ maxDepth: 9, depthSize: 'xlarge' }, tie('leaf'), tie('split')),
  leaf: fc.double({ min: -9, max: 9, noNaN: true }),
  split: fc.record({
    slot: fc.nat(numSlots - 1),
    threshold: fc.oneof(fc.integer({ min: -4, max: 4 }), fc.constantFrom(0.1, -0.25, 1e-300)),
    left: tie('root'),
    right: tie('root'),
  }),
}))
const rowsWithCodes = fc.array(fc.tuple(fc.array(value, { minLength: 3, maxLength: 3 }), fc.nat(NUM_CODES)), {
  minLength: 1,
  maxLength: 600,
})

describe('predictRows', () => {
  it('sends values at the threshold left, larger ones and NaN right, and adds the trees up by their weights', () => {
    const split = treeOf({ slot: 0, threshold: 1, left: 10, right: 20 })
    const one = treeOf(100)
    const model = boostedOf([split, one], [1, 0.5])
    const matrix = matrixOf(
      [
        [1, 0, 0],
        [1.5, 0, 0],
        [Number.NaN, 0, 0],
      ],
      [0, 0, 0],
    )
    expect([...predictRows(model, matrix)]).toEqual([60, 70, 70])
  })

  it('predicts the mean of a forest', () => {
    const trees = [treeOf(1), treeOf(2), treeOf(6)]
    const model: RegressionModel = { kind: 'random_forest', numFeatures: numSlots, trees, params: {} }
    expect([...predictRows(model, matrixOf([[0, 0, 0]], [3]))]).toEqual([3])
  })

  it('gives the sums of the plain walk to the last bit, in blocks and row by row', () => {
    fc.assert(
      fc.property(fc.array(root, { minLength: 1, maxLength: 9 }), rowsWithCodes, (roots, rows) => {
        const model = boostedOf(
          roots.map(treeOf),
          roots.map((_, index) => 1 / (index + 1)),
        )
        const matrix = matrixOf(
          rows.map(([row]) => row),
          rows.map(([, code]) => code),
        )
        const expected = plainSums(model, matrix)
        expect(predictRows(model, matrix)).toEqual(expected)
        const dense = new Float64Array(matrix.numRows * numSlots)
        writeDenseRows(matrix, 0, matrix.numRows, dense)
        const each = new Float64Array(matrix.numRows)
        predictDense(model, dense, each)
        expect(each).toEqual(expected)
      }),
      { numRuns: 60 },
    )
  })

  it.each([1, 12, 13, 512, 513, 1100])('gives them for %i full vectors, NaN included', (numRows) => {
    const random = randomStream(5, numRows)
    const leaves = (slot: number, at: number): Node => ({
      slot,
      threshold: at / 7,
      left: random.uniform(),
      right: at === 0 ? -0.1 : leaves((slot + 1) % numSlots, at - 1),
    })
    const trees = Array.from({ length: 20 }, (_, index) => treeOf(leaves(index % numSlots, index % 9)))
    const weights = Float64Array.from(trees, (_, index) => 1 / (index + 3))
    // any number in any slot, as a caller may give them
    const dense = Float64Array.from({ length: numRows * numSlots }, (_, at) =>
      at % 11 === 0 ? Number.NaN : 2 * random.uniform() - 0.5,
    )
    const expected = new Float64Array(numRows)
    sumTrees(trees, weights, dense, numSlots, expected)
    const out = new Float64Array(numRows)
    predictDense(boostedOf(trees, [...weights]), dense, out)
    expect(out).toEqual(expected)
  })

  it('walks a chain of 30 splits to its end', () => {
    let chain: Node = 30
    for (let threshold = 29; threshold >= 0; threshold--)
      chain = { slot: 0, threshold, left: threshold, right: chain }
    const model = boostedOf([treeOf(chain)], [1])
    const values = Array.from({ length: 31 }, (_, at) => at)
    expect([
      ...predictRows(
        model,
        matrixOf(
          values.map((at) => [at, 0, 0]),
          values.map(() => 0),
        ),
      ),
    ]).toEqual(values)
  })

  it('predicts the same where a slot has too many thresholds for a byte', () => {
    const trees = Array.from({ length: 300 }, (_, at) =>
      treeOf({ slot: 1, threshold: at, left: 0, right: 1 }),
    )
    const weights = new Float64Array(300).fill(1)
    expect(flattenTrees(trees.slice(0, 255), weights)).not.toBeNull()
    expect(flattenTrees(trees, weights)).toBeNull()
    const rows = Array.from({ length: 40 }, (_, at) => [0, at * 10 - 5, 0])
    const predicted = predictRows(
      boostedOf(trees, [...weights]),
      matrixOf(
        rows,
        rows.map(() => 0),
      ),
    )
    expect([...predicted]).toEqual(rows.map(([, at]) => Math.min(300, Math.max(0, Math.ceil(at)))))
  })
})

describe('TreePredictor', () => {
  it('predicts blocks after single rows, with nothing left over from before', () => {
    const flat = flattenTrees([treeOf({ slot: 2, threshold: 0, left: -1, right: 1 })], Float64Array.of(1))
    if (flat === null) throw new Error('too large')
    const predictor = new TreePredictor(flat, numSlots)
    const rows = Array.from({ length: 1030 }, (_, at) => [0, 0, at % 3 === 0 ? 1 : -1])
    const sums = new Float64Array(1030)
    predictor.sumRows(
      matrixOf(
        rows,
        rows.map(() => 0),
      ),
      sums,
    )
    expect(predictor.sumRow(Float64Array.of(9, 9, 9, 0, 0, 1, 0, 0, 0), 3)).toBe(1)
    expect([...sums]).toEqual(rows.map(([, , at]) => at))
  })
})
