import { describe, expect, it } from 'vitest'
import { fitProfile } from '../../../src/traffic/forecast/fit-profile.ts'

/** Steps of sensor, day (1 to 3, all weekdays), slot and speed, all to learn from but those of sensor `c`. */
function profileOf(rows: readonly (readonly ['a' | 'b' | 'c', number, number, number])[]) {
  const sensorIds = ['a', 'b', 'c']
  const steps = {
    sensorIds,
    sensor: Int32Array.from(rows, ([sensor]) => sensorIds.indexOf(sensor)),
    epochMs: Float64Array.from(rows, ([, day, slot]) => (day * 288 + slot) * 300_000),
    speed: Float64Array.from(rows, ([, , , speed]) => speed),
    slot: Float64Array.from(rows, ([, , slot]) => slot),
    isWeekend: new Float64Array(rows.length),
    day: Float64Array.from(rows, ([, day]) => 20120300 + day),
    sha256: '',
  }
  const isTraining = Uint8Array.from(rows, ([sensor]) => (sensor === 'c' ? 0 : 1))
  const { columns } = fitProfile(steps, isTraining).profile
  const valuesOf = (name: string) => {
    const column = columns.get(name)
    return column?.kind === 'number' ? column.values : new Float64Array()
  }
  const at = (part: number, sensor: 'a' | 'b' | 'c', slot: number) =>
    (part * sensorIds.length + sensorIds.indexOf(sensor)) * 576 + slot
  return (name: string, part: number, sensor: 'a' | 'b' | 'c', slot: number) =>
    valuesOf(name)[at(part, sensor, slot)]
}

describe('fitProfile', () => {
  // a has two days, b but the second one, c none to learn from
  const profiledAt = profileOf([
    ['a', 1, 100, 40],
    ['a', 2, 100, 50],
    ['b', 2, 100, 60],
    ['c', 2, 100, 10],
  ])

  it('is the mean of the days at that time, and elsewhere that of the sensor', () => {
    expect(profiledAt('average', 0, 'a', 100)).toBe(45)
    expect(profiledAt('average', 0, 'a', 200)).toBe(45)
    expect(profiledAt('average', 0, 'b', 200)).toBe(60)
  })

  it('leaves the own day of a training row out', () => {
    expect(profiledAt('average', 1, 'a', 100)).toBe(50)
    expect(profiledAt('average', 2, 'a', 100)).toBe(40)
  })

  it.each(['average', 'smooth'])('is the mean of all sensors where a sensor has no other day: %s', (name) => {
    // without the second day there is one step, of a
    expect(profiledAt(name, 2, 'b', 100)).toBe(40)
  })

  it.each(['average', 'smooth'])('and where it has no training step at all: %s', (name) => {
    expect(profiledAt(name, 0, 'c', 100)).toBe(50)
    expect(profiledAt('spread', 0, 'c', 100)).toBeCloseTo(Math.sqrt(200 / 3), 12)
  })
})
