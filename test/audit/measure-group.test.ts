import { describe, expect, it } from 'vitest'
import { findSums } from '../../src/audit/find-sums.ts'
import { measureGroup } from '../../src/audit/measure-group.ts'
import { openProbe } from '../../src/audit/probe.ts'
import { hash32 } from '../../src/random.ts'

const numRows = 3000
const noise = (key: number) => Float64Array.from({ length: numRows }, (_, row) => hash32(key, row) / 2 ** 32)
const [a, b, c, other] = [1, 2, 3, 4].map(noise)
const table = { numRows, columns: new Map() }
const viewsOf = (columns: Readonly<Record<string, Float64Array>>) =>
  Object.entries(columns).map(([name, values]) => ({ name, column: name, values }))
const probeOf = (values: Float64Array) =>
  openProbe({ table, target: 'y', values, series: null, aheadSteps: 1, seed: 42 })

describe('measureGroup', () => {
  it('says how much of the target columns give together that give little each', () => {
    // of a + b + c + other each has a quarter of the variance
    const probe = probeOf(a.map((value, row) => value + b[row] + c[row] + other[row]))
    const found = measureGroup(probe, viewsOf({ a, b, c }))
    expect(found?.r2BeyondPast).toBeGreaterThan(0.7)
    expect(found?.r2BeyondPast).toBeLessThan(0.8)
    expect(found?.r2ByChance).toBeLessThan(0.02)
    expect(found).toMatchObject({ columns: ['a', 'b', 'c'], rows: numRows })
  })

  it('says nothing of columns that know nothing', () => {
    const found = measureGroup(probeOf(other), viewsOf({ a, b, c }))
    expect(found?.r2BeyondPast).toBeLessThan(0.02)
  })
})

describe('findSums', () => {
  const sumOf = (weight: number) => {
    const target = a.map((value, row) => weight * value + b[row])
    return findSums(probeOf(target), viewsOf({ b, a }))[0]
  }

  it('names the column whose weight is clearly the largest', () => {
    expect(sumOf(3).advice).toContain('(most likely a)')
    expect(sumOf(3).isShared).toBeUndefined()
  })

  it('names none where weights are alike, whichever comes first', () => {
    expect(sumOf(1)).toMatchObject({ isShared: true, advice: 'leave out the one that contains the target' })
    expect(sumOf(-1.2).advice).not.toContain('most likely')
  })
})
