import { describe, expect, it } from 'vitest'
import { localClock } from '../../src/traffic/local-clock.ts'

const ms = (iso: string) => Date.parse(iso)

describe('localClock', () => {
  const clock = localClock('America/Los_Angeles')

  it('reads the wall clock in winter and summer', () => {
    expect(clock.localMs(ms('2012-03-01T08:00:00Z'))).toBe(ms('2012-03-01T00:00:00Z'))
    expect(clock.localMs(ms('2012-07-01T08:00:00Z'))).toBe(ms('2012-07-01T01:00:00Z'))
  })

  it('finds the instant of a wall clock, also next to a change of it', () => {
    expect(clock.epochMs(ms('2012-03-01T00:00:00Z'))).toBe(ms('2012-03-01T08:00:00Z'))
    // clocks went from 02:00 to 03:00
    expect(clock.epochMs(ms('2012-03-11T01:55:00Z'))).toBe(ms('2012-03-11T09:55:00Z'))
    expect(clock.epochMs(ms('2012-03-11T03:00:00Z'))).toBe(ms('2012-03-11T10:00:00Z'))
    // clocks went from 02:00 back to 01:00
    expect(clock.epochMs(ms('2012-11-04T00:55:00Z'))).toBe(ms('2012-11-04T07:55:00Z'))
    expect(clock.epochMs(ms('2012-11-04T02:00:00Z'))).toBe(ms('2012-11-04T10:00:00Z'))
  })

  it('refuses a zone that nobody knows', () => {
    expect(() => localClock('Mars/Olympus')).toThrow('timezone: Mars/Olympus is not the name of a zone')
  })
})
