import { describe, expect, it } from 'vitest'
import { leafMedians } from '../../src/learn/leaf-medians.ts'
import { medianOf } from '../../src/learn/median.ts'
import { randomStream } from '../../src/random.ts'

describe('medianOf', () => {
  it('is the middle value, or the mean of the middle two, and 0 of none', () => {
    expect(medianOf(Float64Array.of(9, 1, 5))).toBe(5)
    expect(medianOf(Float64Array.of(4, 1, 9, 2))).toBe(3)
    expect(medianOf(Float64Array.of(7, 7, 7, 1))).toBe(7)
    expect(medianOf(new Float64Array())).toBe(0)
  })

  it('is that of the sorted values, with ties and in any order', () => {
    const random = randomStream(1)
    for (let length = 1; length < 200; length++) {
      const values = Float64Array.from({ length }, () => Math.floor(random.uniform() * 20))
      const sorted = values.toSorted()
      const middle = length >> 1
      const expected = length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      expect(medianOf(values)).toBe(expected)
    }
  })
})

describe('leafMedians', () => {
  it('gives each node the median of its rows, 0 where none ends', () => {
    const leaves = Int32Array.of(1, 3, 1, 3, 1)
    const values = Float64Array.of(5, 2, -1, 4, 6)
    expect(leafMedians(leaves, values, 4)).toEqual(Float64Array.of(0, 5, 0, 3))
  })
})
