import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isVersionName, nextVersionName } from '../../src/store/version-name.ts'

const noon = Date.UTC(2026, 0, 1, 12, 0, 0, 999)

describe('nextVersionName', () => {
  it('is the second of the clock, in UTC', () => {
    expect(nextVersionName(noon, null)).toBe('20260101_120000')
  })
  it('is one second after the newest version if the clock is not later', () => {
    expect(nextVersionName(noon, '20260101_120000')).toBe('20260101_120001')
    expect(nextVersionName(noon, '20261231_235959')).toBe('20270101_000000')
  })
  it('follows the clock if that is later', () => {
    expect(nextVersionName(noon, '20251231_235959')).toBe('20260101_120000')
  })
  it('ends with the year 9999', () => {
    expect(() => nextVersionName(noon, '99991231_235959')).toThrow(/no name is left.*99991231_235959/)
    expect(() => nextVersionName(Number.NaN, null)).toThrow(/no name is left/)
  })
  it('always is a version name, later in sort order than the newest', () => {
    const times = fc.integer({ min: 0, max: Date.UTC(9999, 11, 31) })
    fc.assert(
      fc.property(times, times, (now, before) => {
        const newest = nextVersionName(before, null)
        const next = nextVersionName(now, newest)
        expect(isVersionName(next)).toBe(true)
        expect(next > newest).toBe(true)
      }),
    )
  })
})

describe('isVersionName', () => {
  it.each(['20260101_000000', '20240229_235959', '99991231_235959'])('takes %s', (name) => {
    expect(isVersionName(name)).toBe(true)
  })
  it.each([
    'latest',
    '',
    '20260101',
    '20260101-000000',
    '20260101_000000 ',
    '20260101_000000\n',
    '20260230_000000',
    '20261301_000000',
    '20260101_240000',
    '20260001_000000',
    '２0260101_000000',
  ])('refuses %j', (name) => {
    expect(isVersionName(name)).toBe(false)
  })
})
