import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type Binning, binRows, fitBins } from '../../src/learn/bins.ts'
import { distinctValues } from '../../src/learn/distinct-values.ts'
import { findBins } from '../../src/learn/find-bins.ts'
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

describe('findBins', () => {
  it('counts the thresholds below each value, however uneven they lie', () => {
    const doubles = fc.array(fc.double({ noNaN: true, noDefaultInfinity: true }), {
      minLength: 1,
      maxLength: 255,
    })
    fc.assert(
      fc.property(doubles, fc.array(fc.double({ noNaN: true })), (unsorted, others) => {
        const thresholds = Float64Array.from(new Set(unsorted)).sort()
        const values = Float64Array.from([...thresholds, ...others])
        const bins = new Uint8Array(values.length)
        findBins(thresholds, values, bins, { at: 0, stride: 1 })
        expect([...bins]).toEqual([...values].map((value) => thresholds.filter((at) => at < value).length))
      }),
    )
  })
})

describe('distinctValues', () => {
  it('gives each value once, ascending, and how often it stands there', () => {
    const { values, counts } = distinctValues(Float64Array.of(3, -1, 0, 3, -0, 2.5, 3))
    expect([...values].map((value) => value + 0)).toEqual([-1, 0, 2.5, 3])
    expect([...counts]).toEqual([1, 2, 1, 3])
  })

  it('sorts where there are too many to count', () => {
    const list = Float64Array.from({ length: 150_000 }, (_, index) => (index * 7919) % 75_000)
    const { values, counts } = distinctValues(list)
    expect(values).toEqual(Float64Array.from({ length: 75_000 }, (_, index) => index))
    expect(counts).toEqual(new Uint32Array(75_000).fill(2))
  })
})
