import { expect, it } from 'vitest'
import { bootstrapDays } from '../../src/metrics/bootstrap-days.ts'

const mean = (values: readonly number[]) => (days: readonly number[]) =>
  days.reduce((sum, day) => sum + values[day], 0) / days.length

it('is a point where all days are alike, or there is one', () => {
  expect(bootstrapDays(3, 42, mean([5, 5, 5]))).toEqual([5, 5])
  expect(bootstrapDays(1, 42, mean([7]))).toEqual([7, 7])
})

it('reaches from the one day to the other where there are two', () => {
  // either day comes twice in a quarter of the draws
  expect(bootstrapDays(2, 42, mean([1, 3]))).toEqual([1, 3])
})

it('is about as wide as the normal approximation says', () => {
  const values = Array.from({ length: 100 }, (_, day) => (day % 2 === 0 ? 0 : 1))
  const [low, high] = bootstrapDays(100, 42, mean(values))
  // deviation of the mean 0.5 / sqrt(100)
  expect(low).toBeCloseTo(0.5 - 1.96 * 0.05, 1)
  expect(high).toBeCloseTo(0.5 + 1.96 * 0.05, 1)
})

it('is the same for the same seed', () => {
  const values = [3, 1, 4, 1, 5, 9, 2, 6]
  expect(bootstrapDays(8, 42, mean(values))).toEqual(bootstrapDays(8, 42, mean(values)))
})
