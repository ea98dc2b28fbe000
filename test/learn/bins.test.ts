import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { BinCode, type CountedValues } from '../../src/learn/bins/bin-code.ts'
import { type Binning, binFeature, fitBins } from '../../src/learn/bins/bins.ts'
import type { FeatureMatrix } from '../../src/model/feature-matrix.ts'
import { trainingFromRows } from './training-from-rows.ts'

const code = new BinCode(20_001)
/** Bins by feature and row. */
const binsOf = (binning: Binning, { features, numRows }: FeatureMatrix) =>
  features.flatMap((feature, index) => {
    const bins = new Uint8Array(numRows)
    binFeature(binning[index], feature, bins, code)
    return [...bins]
  })
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

describe('binFeature', () => {
  it('puts a value on a threshold into the lower bin, and values past the ends into the outer bins', () => {
    const binning = fitBins(column([0, 2, 4]), 32)
    expect(binsOf(binning, column([-9, 1, 1.5, 3, 99]))).toEqual([0, 0, 1, 1, 2])
  })

  it('takes the codes of a one-hot group as they are', () => {
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
        code.findBins(values, thresholds, bins)
        expect([...bins]).toEqual([...values].map((value) => thresholds.filter((at) => at < value).length))
      }),
    )
  })
})

describe('counted values', () => {
  it('are given once each, ascending', () => {
    const counted = code.countDistinct(Float64Array.of(3, -1, 0, 3, -0, 2.5, 3))
    expect(counted).toEqual({ values: Float64Array.of(-1, 0, 2.5, 3), counts: Uint32Array.of(1, 2, 1, 3) })
  })

  it('are those of all parts of a long list', () => {
    const list = Float64Array.from({ length: 20_001 }, (_, at) => (at * 7919) % 300)
    const counts = Uint32Array.from({ length: 300 }, (_, value) => list.filter((at) => at === value).length)
    const values = Float64Array.from({ length: 300 }, (_, at) => at)
    expect(code.countDistinct(list)).toEqual({ values, counts })
  })

  it('are given up where there are more than 16,384', () => {
    const list = Float64Array.from({ length: 16_385 }, (_, at) => at / 7)
    expect(code.countDistinct(list.subarray(1))?.values).toEqual(list.subarray(1))
    expect(code.countDistinct(list)).toBeNull()
  })
})

describe('cuts at quantiles', () => {
  function countedOf(values: Float64Array): CountedValues {
    const counted = code.countDistinct(values)
    if (counted === null) throw new Error('too many different values')
    return counted
  }

  /** The same from all values in order. */
  function plainThresholds(list: readonly number[], stride: number): number[] {
    const values = [...new Set(list.map((value) => value + 0))].sort((a, b) => a - b)
    const numBelow = (value: number) => list.filter((other) => other < value).length
    const thresholds: number[] = []
    values.slice(1).forEach((value, index) => {
      const target = stride * (thresholds.length + 1)
      const upper = index + 2 < values.length ? numBelow(values[index + 2]) : list.length
      if (Math.abs(numBelow(value) - target) < Math.abs(upper - target))
        thresholds.push((values[index] + value) / 2)
    })
    return thresholds
  }

  it('cuts where all values in order say, however uneven they lie', () => {
    const value = fc.oneof(
      fc.integer({ min: -20, max: 20 }),
      fc.integer({ min: -20_000, max: 20_000 }),
      fc.constantFrom(0, -0, 0.5, 1e9, -1e300),
    )
    const lists = fc.array(value, { minLength: 1, maxLength: 120 })
    fc.assert(
      fc.property(lists, fc.double({ min: 0.5, max: 40, noNaN: true }), (list, stride) => {
        const values = Float64Array.from(list)
        expect([...code.cutValues(values, stride)]).toEqual(plainThresholds(list, stride))
        expect([...code.cutCounted(countedOf(values), stride)]).toEqual(plainThresholds(list, stride))
      }),
    )
  })

  it('cuts a long list, which is read in parts, where all values in order say', () => {
    // uneven, with a value that fills several strides, and each other one some fifty times
    const list = Array.from({ length: 20_001 }, (_, at) =>
      at % 7 === 0 ? 40 : ((at * 7919) % 400) ** 2 / 100,
    )
    const stride = list.length / 64
    const values = Float64Array.from(list)
    expect([...code.cutValues(values, stride)]).toEqual(plainThresholds(list, stride))
    expect([...code.cutCounted(countedOf(values), stride)]).toEqual(plainThresholds(list, stride))
  })
})
