import { describe, expect, it } from 'vitest'
import type { Column, Table } from '../../src/table/table.ts'
import { sampleReadings } from '../../src/traffic/sample.ts'

function columnOf(table: Table, name: string): Column {
  const column = table.columns.get(name)
  if (column === undefined) throw new Error(`no column ${name}`)
  return column
}

function numbers(table: Table, name: string): Float64Array {
  const column = columnOf(table, name)
  if (column.kind === 'string') throw new Error(`${name} is no number`)
  return column.kind === 'number' ? column.values : column.epochMs
}

function mean(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => sum + value, 0) / values.length
}

const week = { sensors: 40, days: 7, seed: 42 }

describe('sampleReadings', () => {
  const sample = sampleReadings(week)
  const { readings } = sample
  const speed = numbers(readings, 'speed')

  it('depends on nothing but its options', () => {
    const speedsOf = (seed: number) => {
      const small = sampleReadings({ sensors: 4, days: 1, seed }).readings
      return ['timestamp', 'speed', 'volume', 'occupancy'].map((name) => [...numbers(small, name)])
    }
    expect(speedsOf(42)).toEqual(speedsOf(42))
    expect(speedsOf(43)).not.toEqual(speedsOf(42))
  })

  it('begins with the days that fewer days have', () => {
    const monday = sampleReadings({ ...week, days: 1 })
    const first = monday.readings.numRows / 40
    expect(first).toBeGreaterThan(0.9 * 288)
    const ofFirstSensor = (table: Table) => {
      const instants = numbers(table, 'timestamp')
      const end = instants.findIndex((instant, row) => instant > monday.endMs || instant < instants[row - 1])
      return [...numbers(table, 'speed').subarray(0, end)]
    }
    expect(ofFirstSensor(readings)).toEqual(ofFirstSensor(monday.readings))
  })

  it('begins on a Thursday at local midnight and ends a week later', () => {
    expect(new Date(sample.startMs).toISOString()).toBe('2024-01-04T08:00:00.000Z')
    expect(new Date(sample.endMs).toISOString()).toBe('2024-01-11T07:55:00.000Z')
    const utc = sampleReadings({ ...week, sensors: 1, days: 1, timezone: 'UTC' })
    expect(new Date(utc.startMs).toISOString()).toBe('2024-01-04T00:00:00.000Z')
  })

  it('leaves out about 5 % of 40 x 2,016 steps, and repeats none', () => {
    expect(readings.numRows / 80_640).toBeGreaterThan(0.94)
    expect(readings.numRows / 80_640).toBeLessThan(0.96)
    const codes = columnOf(readings, 'sensor_id')
    const instants = numbers(readings, 'timestamp')
    for (let row = 1; row < readings.numRows; row++) {
      const isSameSensor = codes.kind === 'string' && codes.codes[row] === codes.codes[row - 1]
      if (isSameSensor && instants[row] <= instants[row - 1]) throw new Error(`row ${row} is out of order`)
    }
  })

  it('has speeds of 3 to 80 mph in tenths, deviating by 10 to 15, 5 to 15 % of them below 40', () => {
    for (const value of speed) {
      if (value < 3 || value > 80 || Math.round(value * 10) / 10 !== value) throw new Error(`speed ${value}`)
    }
    const center = mean(speed)
    const deviation = Math.sqrt(mean(speed.map((value) => (value - center) ** 2)))
    expect(deviation).toBeGreaterThan(10)
    expect(deviation).toBeLessThan(15)
    const slow = speed.filter((value) => value < 40).length / speed.length
    expect(slow).toBeGreaterThan(0.05)
    expect(slow).toBeLessThan(0.15)
  })

  it('has flow, occupancy and speed that belong together', () => {
    // vehicles per mile and lane from the count, and from the share of covered time
    const volume = numbers(readings, 'volume')
    const occupancy = numbers(readings, 'occupancy')
    const sensor = columnOf(readings, 'sensor_id')
    const highway = columnOf(sample.sensors, 'highway')
    if (sensor.kind !== 'string' || highway.kind !== 'string') throw new Error('no names')
    const ratios = []
    for (let row = 0; row < readings.numRows; row++) {
      if (volume[row] < 50 || occupancy[row] < 1) continue
      const lanes = highway.dictionary[highway.codes[sensor.codes[row]]] === 'I-405' ? 5 : 4
      const density = (volume[row] * 12) / lanes / speed[row]
      ratios.push(occupancy[row] / 100 / (21 / 5280) / density)
    }
    expect(ratios.length).toBeGreaterThan(50_000)
    expect(mean(ratios)).toBeGreaterThan(0.9)
    expect(mean(ratios)).toBeLessThan(1.1)
    const high = ratios.filter((ratio) => ratio > 1.3 || ratio < 0.7).length
    expect(high / ratios.length).toBeLessThan(0.01)
  })

  it('is slower in the rush hours of a workday than on Sunday', () => {
    const instants = numbers(readings, 'timestamp')
    const atHour = (day: number, hour: number) => {
      const start = sample.startMs + (day * 24 + hour) * 3_600_000
      return mean(speed.filter((_, row) => instants[row] >= start && instants[row] < start + 3_600_000))
    }
    expect(atHour(1, 3)).toBeGreaterThan(60)
    expect(atHour(1, 8)).toBeLessThan(55)
    expect(atHour(1, 17)).toBeLessThan(50)
    expect(atHour(3, 8)).toBeGreaterThan(60)
  })

  it('has a row for each sensor, on four highways that have a code and one that has none', () => {
    expect(sample.sensors.numRows).toBe(40)
    expect([...sample.sensors.columns.keys()]).toEqual([
      'sensor_id',
      'latitude',
      'longitude',
      'highway',
      'direction',
    ])
    expect(columnOf(sample.sensors, 'highway')).toMatchObject({
      dictionary: ['US-101', 'I-110', 'I-405', 'I-10', 'I-5'],
    })
  })

  it.each([
    ['sensors', { ...week, sensors: 0 }],
    ['days', { ...week, days: 1.5 }],
    ['timezone', { ...week, timezone: 'Mars/Olympus' }],
  ])('refuses bad %s', (name, options) => {
    expect(() => sampleReadings(options)).toThrow(name)
  })
})
