import { describe, expect, it } from 'vitest'
import { type Binning, binRows, fitBins } from '../../src/learn/bins.ts'
import type { FeatureMatrix } from '../../src/model/feature-matrix.ts'
import { trainingFromRows } from './training-from-rows.ts'

const binsOf = (binning: Binning, matrix: FeatureMatrix) => {
  const bins = new Uint8Array(matrix.numRows * binning.length)
  binRows(binning, matrix, bins, binning.length)
  return [...bins]
}
const column = (values: number[]) =>
  trainingFromRows(
    values.map((value) => [value]),
    values,
  ).matrix

describe('fitBins', () => {
  it('cuts a feature of few values in the middle of each gap', () => {
    const [cut] = fitBins(column([3, 1, 3, 7, 1]), 32)
    expect(cut.numBins).toBe(3)
    expect([...cut.thresholds]).toEqual([2, 5])
  })

  it('cuts a feature of many values at quantiles of its rows', () => {
    // ten rows into two bins: five rows lie below the cut
    const [cut] = fitBins(column([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]), 2)
    expect([...cut.thresholds]).toEqual([5.5])
  })

  it('gives a frequent value a bin of its own', () => {
    const [cut] = fitBins(column([1, 5, 5, 5, 5, 5, 5, 6, 7, 8]), 3)
    expect([...cut.thresholds]).toEqual([3, 5.5])
  })

  it('gives a constant feature one bin', () => {
    expect(fitBins(column([4, 4, 4]), 32)[0].numBins).toBe(1)
  })

  it('keeps two neighbouring doubles apart', () => {
    const low = 1
    const high = 1 + Number.EPSILON
    const matrix = column([low, high])
    expect(binsOf(fitBins(matrix, 32), matrix)).toEqual([0, 1])
  })
})

describe('binRows', () => {
  it('puts a value on a threshold into the lower bin, and values past the ends into the outer bins', () => {
    const binning = fitBins(column([0, 2, 4]), 32)
    expect(binsOf(binning, column([-9, 1, 1.5, 3, 99]))).toEqual([0, 0, 1, 1, 2])
  })

  it('takes the codes of a one-hot group as they are, row after row', () => {
    const matrix: FeatureMatrix = {
      numRows: 2,
      numSlots: 3,
      features: [
        { kind: 'numeric', slot: 0, values: Float64Array.of(1, 2) },
        {
          kind: 'one-hot',
          slot: 1,
          numSlots: 2,
          codes: Uint8Array.of(1, 2),
          off: Float64Array.of(0, 0),
          on: Float64Array.of(1, 1),
        },
      ],
    }
    expect(binsOf(fitBins(matrix, 32), matrix)).toEqual([0, 1, 1, 2])
  })
})
