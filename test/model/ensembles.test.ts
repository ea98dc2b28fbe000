import { describe, expect, it } from 'vitest'
import type { FeatureMatrix } from '../../src/model/feature-matrix.ts'
import { slotImportances } from '../../src/model/importance.ts'
import { predictRows } from '../../src/model/predict-rows.ts'
import type { Tree } from '../../src/model/tree.ts'

/** A tree with one split, or none where the slot is -1. */
function stump(slot: number, threshold: number, low: number, high: number, gain: number): Tree {
  const numNodes = slot < 0 ? 1 : 3
  const fill = (values: number[]) => Float64Array.from(values.slice(0, numNodes))
  return {
    numNodes,
    feature: Int32Array.from([slot, -1, -1].slice(0, numNodes)),
    threshold: fill([threshold, 0, 0]),
    left: Int32Array.from([1, -1, -1].slice(0, numNodes)),
    right: Int32Array.from([2, -1, -1].slice(0, numNodes)),
    prediction: fill([low, low, high]),
    impurity: fill([1, 0, 0]),
    gain: fill([gain, -1, -1]),
    numRows: fill([10, 4, 6]),
    sum: fill([0, 0, 0]),
    sumSquares: fill([0, 0, 0]),
  }
}

const matrix: FeatureMatrix = {
  numRows: 3,
  numSlots: 3,
  features: [
    { kind: 'numeric', slot: 0, values: Float64Array.of(1, 2, 3) },
    {
      kind: 'one-hot',
      slot: 1,
      numSlots: 2,
      codes: Uint8Array.of(0, 1, 2),
      off: Float64Array.of(-1, -2),
      on: Float64Array.of(5, 6),
    },
  ],
}
const trees = [stump(0, 2, 10, 20, 4), stump(2, 0, 1, 3, 2)]

describe('predictRows', () => {
  it('takes the mean of a forest: x <= threshold goes left', () => {
    const forest = { kind: 'random_forest' as const, numFeatures: 3, trees, params: {} }
    expect([...predictRows(forest, matrix)]).toEqual([5.5, 6.5, 10.5])
  })

  it('adds boosted trees by their weights', () => {
    const treeWeights = Float64Array.of(1, 0.5)
    const boosted = {
      kind: 'gradient_boosted_trees' as const,
      numFeatures: 3,
      trees,
      treeWeights,
      params: {},
    }
    expect([...predictRows(boosted, matrix)]).toEqual([10.5, 11.5, 20.5])
  })

  it('adds the weighted slots of linear regression, those of a group too', () => {
    const coefficients = Float64Array.of(1, 10, 100)
    const linear = {
      kind: 'linear_regression' as const,
      numFeatures: 3,
      coefficients,
      intercept: 0.5,
      params: {},
    }
    // slots: 1 5 -2, 2 -1 6, 3 -1 -2
    expect([...predictRows(linear, matrix)]).toEqual([-148.5, 592.5, -206.5])
  })
})

describe('slotImportances', () => {
  it('brings each tree of a forest to sum 1, and boosted trees only together', () => {
    const forest = { kind: 'random_forest' as const, numFeatures: 3, trees, params: {} }
    expect([...slotImportances(forest)]).toEqual([0.5, 0, 0.5])
    const treeWeights = Float64Array.of(1, 0.5)
    const boosted = { ...forest, kind: 'gradient_boosted_trees' as const, treeWeights }
    expect([...slotImportances(boosted)]).toEqual([4 / 6, 0, 2 / 6])
  })

  it('is 0 everywhere where no tree has a split', () => {
    const flat = {
      kind: 'random_forest' as const,
      numFeatures: 2,
      trees: [stump(-1, 0, 5, 5, -1)],
      params: {},
    }
    expect([...slotImportances(flat)]).toEqual([0, 0])
  })
})
