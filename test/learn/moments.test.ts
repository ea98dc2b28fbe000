import { describe, expect, it } from 'vitest'
import { measureMoments } from '../../src/learn/moments/measure-moments.ts'
import { type FeatureMatrix, writeDenseRows } from '../../src/model/feature-matrix.ts'
import { hashNext } from '../../src/random.ts'

/** Gives numbers in [0, 1) by a key. */
const drawn = (key: number, row: number) => hashNext(key, row) / 2 ** 32

function oneHot(slot: number, numSlots: number, numRows: number) {
  return {
    kind: 'one-hot' as const,
    slot,
    numSlots,
    codes: Uint8Array.from({ length: numRows }, (_, row) => Math.floor(drawn(slot, row) * (numSlots + 1))),
    off: Float64Array.from({ length: numSlots }, (_, code) => -code / 7),
    on: Float64Array.from({ length: numSlots }, (_, code) => 1 + code / 3),
  }
}

function numeric(slot: number, numRows: number, give: (row: number) => number) {
  return {
    kind: 'numeric' as const,
    slot,
    values: Float64Array.from({ length: numRows }, (_, row) => give(row)),
  }
}

/** The same from full vectors, as the definition says. */
function plainMoments(matrix: FeatureMatrix, labels: Float64Array) {
  const { numRows, numSlots } = matrix
  const dense = new Float64Array(numRows * numSlots)
  writeDenseRows(matrix, 0, numRows, dense)
  const columns = Array.from({ length: numSlots }, (_, slot) =>
    Array.from({ length: numRows }, (_, row) => dense[row * numSlots + slot]),
  )
  const mean = (values: ArrayLike<number>) =>
    Array.from(values).reduce((sum, value) => sum + value, 0) / numRows
  const centered = [...columns, [...labels]].map((values) => {
    const middle = mean(values)
    return values.map((value) => value - middle)
  })
  const covariance = (a: number, b: number) => {
    let sum = 0
    for (let row = 0; row < numRows; row++) sum += centered[a][row] * centered[b][row]
    return sum / numRows
  }
  return {
    mean: columns.map(mean),
    covariance: columns.map((_, slot) =>
      columns.slice(0, slot + 1).map((_, other) => covariance(slot, other)),
    ),
    labelCovariance: columns.map((_, slot) => covariance(slot, numSlots)),
    labelVariance: covariance(numSlots, numSlots),
  }
}

function expectPlain(matrix: FeatureMatrix, labels: Float64Array): void {
  const moments = measureMoments(matrix, labels)
  const plain = plainMoments(matrix, labels)
  const { numSlots } = matrix
  for (let slot = 0; slot < numSlots; slot++) {
    expect(moments.mean[slot]).toBeCloseTo(plain.mean[slot], 9)
    expect(moments.labelCovariance[slot]).toBeCloseTo(plain.labelCovariance[slot], 9)
    for (let other = 0; other <= slot; other++)
      expect(moments.covariance[slot * numSlots + other]).toBeCloseTo(plain.covariance[slot][other], 9)
  }
  expect(moments.labelVariance).toBeCloseTo(plain.labelVariance, 9)
}

describe('measureMoments', () => {
  it('measures two rows of a number and a category', () => {
    const matrix: FeatureMatrix = {
      numRows: 2,
      numSlots: 2,
      features: [
        numeric(0, 2, (row) => row * 2),
        { ...oneHot(1, 1, 2), codes: Uint8Array.of(0, 1), off: Float64Array.of(0), on: Float64Array.of(1) },
      ],
    }
    const moments = measureMoments(matrix, Float64Array.of(10, 20))
    expect([...moments.mean]).toEqual([1, 0.5])
    expect(moments.labelMean).toBe(15)
    // the upper triangle stays 0
    expect([...moments.covariance]).toEqual([1, 0, -0.5, 0.25])
    expect([...moments.labelCovariance]).toEqual([5, -2.5])
    expect(moments.labelVariance).toBe(25)
  })

  it.each([1, 2, 3, 4])('agrees with the definition with %i numbers between two categories', (numNumeric) => {
    const numRows = 300
    const features = [
      oneHot(0, 3, numRows),
      ...Array.from({ length: numNumeric }, (_, at) =>
        numeric(3 + at, numRows, (row) => drawn(at + 50, row) * 9),
      ),
      oneHot(3 + numNumeric, 2, numRows),
    ]
    const labels = Float64Array.from({ length: numRows }, (_, row) => 60 + drawn(99, row))
    expectPlain({ numRows, numSlots: 5 + numNumeric, features }, labels)
  })

  it('agrees with it where combinations of categories are too many to keep at once', () => {
    const numRows = 6000
    const features = [
      oneHot(0, 45, numRows),
      oneHot(45, 50, numRows),
      numeric(95, numRows, (row) => drawn(7, row)),
    ]
    const labels = Float64Array.from({ length: numRows }, (_, row) => drawn(99, row) * 5)
    expectPlain({ numRows, numSlots: 96, features }, labels)
  })

  it('loses no digit of numbers far from 0, though some lie far from all others', () => {
    const numRows = 1301
    const far = 2 ** 30
    const values = (row: number) => far + drawn(5, row) + (row % 650 === 0 ? 1000 : 0)
    const features = [numeric(0, numRows, values), numeric(1, numRows, (row) => drawn(6, row))]
    const labels = Float64Array.from({ length: numRows }, (_, row) => far / 2 - values(row))
    const near = measureMoments(
      { numRows, numSlots: 2, features: [numeric(0, numRows, (row) => values(row) - far), features[1]] },
      labels.map((label) => label + far / 2),
    )
    const moments = measureMoments({ numRows, numSlots: 2, features }, labels)
    expect(moments.mean[0] - far).toBeCloseTo(near.mean[0], 6)
    for (const at of [0, 2, 3]) expect(moments.covariance[at]).toBeCloseTo(near.covariance[at], 9)
    expect(moments.labelCovariance[0]).toBeCloseTo(near.labelCovariance[0], 9)
    expect(moments.labelVariance).toBeCloseTo(near.labelVariance, 9)
  })

  it('gives a number that is the same in all rows a variance of exactly 0', () => {
    const features = [numeric(0, 700, () => 0.1), numeric(1, 700, (row) => row)]
    const { covariance, mean } = measureMoments(
      { numRows: 700, numSlots: 2, features },
      new Float64Array(700),
    )
    expect([covariance[0], covariance[2], mean[0]]).toEqual([0, 0, 0.1])
  })

  it('gives a category that no row has a variance of exactly 0', () => {
    const group = { ...oneHot(0, 2, 3), codes: Uint8Array.of(0, 0, 0) }
    const { covariance } = measureMoments(
      { numRows: 3, numSlots: 2, features: [group] },
      Float64Array.of(1, 2, 3),
    )
    expect([covariance[0], covariance[3]]).toEqual([0, 0])
  })
})
