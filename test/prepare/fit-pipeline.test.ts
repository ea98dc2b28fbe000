import { describe, expect, it } from 'vitest'
import { writeDenseRows } from '../../src/model/feature-matrix.ts'
import { completeRows } from '../../src/prepare/complete-rows.ts'
import { encodeRows } from '../../src/prepare/encode-rows.ts'
import { featureLayout } from '../../src/prepare/feature-layout.ts'
import { fitPipeline } from '../../src/prepare/fit-pipeline.ts'
import { numericMoments } from '../../src/prepare/numeric-moments.ts'
import { layoutSlots } from '../../src/prepare/slots.ts'
import { allRows, tableFromColumns } from './table-from-columns.ts'

const table = tableFromColumns({
  speed: [10, 20, 30, 40, 99],
  lane: [0, 1, 1, 1, 7],
  level: ['low', 'high', 'low', 'high', 'new'],
})
const columns = { numeric: ['speed'], categorical: ['lane', 'level'] }
// the last row is not for training
const pipeline = fitPipeline(table, allRows(4), columns)
const layout = featureLayout(pipeline)

/** The rows of the table as full vectors before scaling, rounded. */
function unscaled(row: number): number[] {
  const plain = { ...layout, scaler: null }
  const dense = new Float64Array(layout.numSlots)
  writeDenseRows(encodeRows(plain, table, Uint32Array.of(row)), 0, 1, dense)
  return [...dense]
}

describe('fitPipeline', () => {
  it('names a slot for each category, with one for strings never seen', () => {
    expect(layoutSlots(layout).map(({ slot }) => slot)).toEqual([
      'speed',
      'lane=0',
      'lane=1',
      'level=high',
      'level=low',
      'level=__unknown',
    ])
  })

  it('orders labels by frequency, ties by the alphabet', () => {
    const more = tableFromColumns({ level: ['b', 'c', 'a', 'c'] })
    const [indexer] = fitPipeline(more, allRows(4), { numeric: [], categorical: ['level'] }).stages
    expect(indexer).toMatchObject({ kind: 'StringIndexerModel', labelsArray: [['c', 'a', 'b']] })
  })

  it('turns one slot of each group on', () => {
    expect(unscaled(0)).toEqual([10, 1, 0, 0, 1, 0])
    expect(unscaled(1)).toEqual([20, 0, 1, 1, 0, 0])
  })

  it('keeps unseen categories: an integer turns nothing on, a string the slot of the unknown', () => {
    expect(unscaled(4)).toEqual([99, 0, 0, 0, 0, 1])
  })

  it('scales by mean and sample deviation of the training rows alone', () => {
    const scaler = pipeline.stages.find((stage) => stage.kind === 'StandardScalerModel')
    expect(scaler?.mean[0]).toBe(25)
    expect(scaler?.std[0]).toBeCloseTo(Math.sqrt(500 / 3), 12)
    expect(scaler?.mean[1]).toBe(0.25)
    expect(scaler?.std[1]).toBeCloseTo(0.5, 12)
    const { features } = encodeRows(layout, table, allRows(5))
    expect(features[0].kind === 'numeric' && features[0].values[4]).toBe((99 - 25) * (1 / Math.sqrt(500 / 3)))
  })

  it('scales a constant slot to 0', () => {
    const constant = tableFromColumns({ speed: [5, 5, 5] })
    const fitted = fitPipeline(constant, allRows(2), { numeric: ['speed'], categorical: [] })
    const [feature] = encodeRows(featureLayout(fitted), constant, allRows(3)).features
    expect(feature.kind === 'numeric' && [...feature.values]).toEqual([0, 0, 0])
  })

  it('gives equal values deviation 0 exactly, however many there are', () => {
    const { mean, std } = numericMoments(new Float64Array(100_000).fill(33.3))
    expect([mean, std]).toEqual([33.3, 0])
  })

  it('is not moved by rows outside the training rows', () => {
    const other = tableFromColumns({
      speed: [10, 20, 30, 40, -5000],
      lane: [0, 1, 1, 1, 3],
      level: ['low', 'high', 'low', 'high', 'aaa'],
    })
    expect(fitPipeline(other, allRows(4), columns)).toEqual(pipeline)
  })

  it('refuses categories that are not integers from 0', () => {
    const wrong = tableFromColumns({ lane: [0.5, 1] })
    expect(() => fitPipeline(wrong, allRows(2), { numeric: [], categorical: ['lane'] })).toThrow(
      'column lane: categories must be integers from 0, got 0.5',
    )
  })
})

describe('fitPipeline that imputes', () => {
  const holes = tableFromColumns({ speed: [10, null, 40, 1000], flow: [null, 2, 2, 9], lane: [0, 1, 1, 0] })
  const numeric = ['speed', 'flow']
  const imputing = fitPipeline(holes, allRows(3), { numeric, categorical: ['lane'] }, { nulls: 'impute' })

  it('puts the mean of the training rows in place of a null, also in rows that were not fitted', () => {
    const plain = { ...featureLayout(imputing), scaler: null }
    const { features } = encodeRows(plain, holes, allRows(4))
    expect(features[0].kind === 'numeric' && [...features[0].values]).toEqual([10, 25, 40, 1000])
    expect(features[1].kind === 'numeric' && [...features[1].values]).toEqual([2, 2, 2, 9])
  })

  it('measures the scaler on imputed values', () => {
    const scaler = imputing.stages.find((stage) => stage.kind === 'StandardScalerModel')
    expect(scaler?.mean[0]).toBe(25)
    expect(scaler?.std[0]).toBe(15)
  })

  it('names slots after the columns of the table', () => {
    const slots = layoutSlots(featureLayout(imputing)).map(({ slot }) => slot)
    expect(slots).toEqual(['speed', 'flow', 'lane=0', 'lane=1'])
  })

  it('has no Imputer unless it is asked for one', () => {
    expect(pipeline.stages.map(({ kind }) => kind)).not.toContain('ImputerModel')
  })
})

describe('completeRows', () => {
  it('sets rows with a null aside and counts them by their first null column', () => {
    const holes = tableFromColumns({ a: [1, null, 3, null], b: ['x', null, null, 'y'] })
    const { rows, dropped } = completeRows(holes, ['a', 'b'])
    expect([...rows]).toEqual([0])
    expect(dropped).toEqual({ 'null a': 2, 'null b': 1 })
  })
})
