import { expect, it } from 'vitest'
import { bytesFromText, sizePattern } from '../src/bytes-from-text.ts'

it('counts in powers of 1024', () => {
  expect(['1K', '500M', '1.5G', '2T'].map(bytesFromText)).toEqual([1024, 524_288_000, 1_610_612_736, 2 ** 41])
})

it.each(['20', 'G', '-1G', '1.G', '20GB', '20 G', '1e3M'])('does not take %s for a size', (text) => {
  expect(sizePattern.test(text)).toBe(false)
})
