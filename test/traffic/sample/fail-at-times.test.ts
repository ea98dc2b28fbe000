import { describe, expect, it } from 'vitest'
import { randomStream } from '../../../src/random.ts'
import { failAtTimes } from '../../../src/traffic/sample/fail-at-times.ts'

const numSteps = 100_000
/** Each step has its own number, so a repeated one is a stuck detector. */
const numbered = () => Float64Array.from({ length: numSteps }, (_, step) => step)
const series = { speed: numbered(), volume: numbered(), occupancy: numbered() }
const { speed, volume, occupancy, reported } = failAtTimes(series, randomStream(1))

/** Lengths of the runs of steps that are missing. */
function gaps(): number[] {
  return reported.flatMap((step, index) => {
    const missing = step - (reported[index - 1] ?? -1) - 1
    return missing > 0 ? [missing] : []
  })
}

describe('failAtTimes', () => {
  it('leaves out about 5 % of the steps', () => {
    expect(reported.length / numSteps).toBeGreaterThan(0.94)
    expect(reported.length / numSteps).toBeLessThan(0.96)
  })

  it('leaves out single steps, half hours, and hours on end', () => {
    const missing = (from: number, until: number) =>
      gaps()
        .filter((length) => length >= from && length < until)
        .reduce((sum, length) => sum + length, 0) / numSteps
    expect(missing(1, 2)).toBeGreaterThan(0.01)
    expect(missing(2, 24)).toBeGreaterThan(0.01)
    expect(missing(24, Number.POSITIVE_INFINITY)).toBeGreaterThan(0.01)
  })

  it('repeats the reading before for about an hour at a time, in 0.5 % of the steps, all three values', () => {
    const stuck = [...speed.keys()].filter((step) => speed[step] !== step)
    expect(stuck.length / numSteps).toBeGreaterThan(0.003)
    expect(stuck.length / numSteps).toBeLessThan(0.007)
    expect(stuck.filter((step) => speed[step] !== speed[step - 1])).toEqual([])
    for (const other of [volume, occupancy])
      expect(other.every((value, step) => value === speed[step])).toBe(true)
    const numSpells = stuck.filter((step) => speed[step - 1] === step - 1).length
    expect(stuck.length / numSpells).toBeGreaterThan(8)
    expect(stuck.length / numSpells).toBeLessThan(16)
  })

  it('does not touch what the detector read', () => {
    expect(series.speed.every((value, step) => value === step)).toBe(true)
  })
})
