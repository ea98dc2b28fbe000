import { describe, expect, it } from 'vitest'
import { fitUntilMs } from '../../src/traffic/fit-until.ts'

function fitUntil(start: string, end: string, timezone: string, given?: string): string {
  const span = { startMs: Date.parse(start), endMs: Date.parse(end), timezone, fitUntil: given }
  return new Date(fitUntilMs(span)).toISOString()
}

describe('fitUntilMs', () => {
  it('leaves out the last 2 of 7 local days', () => {
    expect(fitUntil('2012-03-01T08:00Z', '2012-03-08T07:55Z', 'America/Los_Angeles')).toBe(
      '2012-03-06T08:00:00.000Z',
    )
  })

  it('leaves out the last of 5 days, and the last 2 of 6, begun days included', () => {
    expect(fitUntil('2012-03-01T12:00Z', '2012-03-05T12:00Z', 'UTC')).toBe('2012-03-05T00:00:00.000Z')
    expect(fitUntil('2012-03-01T12:00Z', '2012-03-06T12:00Z', 'UTC')).toBe('2012-03-05T00:00:00.000Z')
  })

  it('leaves out the last fifth of the time of fewer than 3 days', () => {
    expect(fitUntil('2012-03-01T00:00Z', '2012-03-02T16:00Z', 'UTC')).toBe('2012-03-02T08:00:00.000Z')
  })

  it('leaves out as many days as models are judged on', () => {
    const span = { startMs: Date.parse('2012-03-01T00:00Z'), endMs: Date.parse('2012-03-10T23:55Z') }
    const untilMs = fitUntilMs({ ...span, timezone: 'UTC', testRatio: 0.4 })
    expect(new Date(untilMs).toISOString()).toBe('2012-03-07T00:00:00.000Z')
  })

  it('reads a given time, local unless it has an offset', () => {
    const given = (text: string) =>
      fitUntil('2012-03-01T00:00Z', '2012-03-08T00:00Z', 'America/Los_Angeles', text)
    expect(given('2012-03-03')).toBe('2012-03-03T08:00:00.000Z')
    expect(given('2012-03-03 06:30:00')).toBe('2012-03-03T14:30:00.000Z')
    expect(given('2012-03-03T06:30:00Z')).toBe('2012-03-03T06:30:00.000Z')
    expect(given('2012-03-03T06:30:00-05:00')).toBe('2012-03-03T11:30:00.000Z')
  })

  it.each(['soon', '2012-13-01', '3', ''])('refuses %j', (text) => {
    expect(() => fitUntil('2012-03-01T00:00Z', '2012-03-08T00:00Z', 'UTC', text)).toThrow(
      `fit-until: ${text} is not a time`,
    )
  })
})
