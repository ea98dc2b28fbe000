import { describe, expect, it } from 'vitest'
import { msFromText } from '../src/ms-from-text.ts'

describe('msFromText', () => {
  it.each([
    ['1s', 1000],
    ['90s', 90_000],
    ['2m', 120_000],
    ['1h', 3_600_000],
  ])('%s', (text, expected) => {
    expect(msFromText(text, 'x')).toBe(expected)
  })

  it.each(['', '60', '0s', '-1s', '1.5m', '1d', '60 s', '1000000s', '60S'])('refuses %j', (text) => {
    expect(() => msFromText(text, 'x')).toThrow(/^x must be a time/)
  })
})
