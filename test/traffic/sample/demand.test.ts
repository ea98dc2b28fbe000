import { expect, it } from 'vitest'
import { randomStream } from '../../../src/random.ts'
import { drawShares } from '../../../src/traffic/sample/demand.ts'
import { drawIncidents } from '../../../src/traffic/sample/draw-incidents.ts'

/** Mean shares of 52 Mondays, Saturdays or Sundays at an hour. */
function shareAt(dayOfWeek: number, hour: number): number {
  const times = Array.from({ length: 52 }, (_, week) => ({ day: 7 * week + dayOfWeek, minute: hour * 60 }))
  const shares = drawShares(times, { morning: 1, evening: 0.9 }, randomStream(1))
  return shares.reduce((sum, share) => sum + share, 0) / 52
}

it('demand peaks at 7:30 and 16:30 on workdays, and in the afternoon on weekends', () => {
  for (const peak of [7.5, 16.5]) {
    expect(shareAt(0, peak)).toBeGreaterThan(shareAt(0, peak - 2.5))
    expect(shareAt(0, peak)).toBeGreaterThan(shareAt(0, peak + 2.5))
  }
  expect(shareAt(0, 3)).toBeLessThan(0.2)
  expect(shareAt(5, 7.5)).toBeLessThan(0.5 * shareAt(0, 7.5))
  expect(shareAt(5, 14.5)).toBeGreaterThan(shareAt(6, 14.5))
})

it('demand differs from day to day, and not within one', () => {
  const times = [0, 0, 1].map((day) => ({ day, minute: 480 }))
  const [first, second, third] = drawShares(times, { morning: 1, evening: 1 }, randomStream(1))
  expect(second).toBe(first)
  expect(third).not.toBe(first)
})

it('incidents come 0.012 times a mile and hour of full demand, for half an hour, and take a part', () => {
  // 20 miles for 10,000 hours at half of the full demand: 1,200 of them
  const incidents = drawIncidents(40, new Float64Array(120_000).fill(0.5), randomStream(1))
  expect(incidents.length).toBeGreaterThan(1100)
  expect(incidents.length).toBeLessThan(1300)
  const lengths = incidents.map(({ start, end }) => end - start).sort((a, b) => a - b)
  expect(lengths[Math.floor(lengths.length / 2)]).toBeCloseTo(7, -1)
  const isOneOf = ({ capacityLeft }: { capacityLeft: number }) => [0.85, 0.58, 0.25].includes(capacityLeft)
  expect(incidents.every(isOneOf)).toBe(true)
  const onShoulder = incidents.filter(({ capacityLeft }) => capacityLeft === 0.85).length
  expect(onShoulder / incidents.length).toBeCloseTo(0.55, 1)
  expect(new Set(incidents.map(({ cell }) => cell)).size).toBe(40)
})
