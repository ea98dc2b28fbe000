import { describe, expect, it } from 'vitest'
import type { Table } from '../../src/table/table.ts'
import { valueAt } from '../../src/table/table.ts'
import { fitNetwork, placeSensors } from '../../src/traffic/network.ts'
import type { Sensor } from '../../src/traffic/sensor.ts'

function sensor(sensorId: string, latitude: number, longitude: number, rest: Partial<Sensor> = {}): Sensor {
  return { sensorId, latitude, longitude, highway: null, freeFlowMph: null, ...rest }
}

function place(sensors: readonly Sensor[], measuredMph = new Map<string, number>()) {
  return placeSensors(fitNetwork(sensors, { seed: 42 }), sensors, measuredMph)
}

function column(table: Table, name: string) {
  const values = table.columns.get(name)
  if (values === undefined) throw new Error(`no column ${name}`)
  return Array.from({ length: table.numRows }, (_, row) => valueAt(values, row))
}

describe('a network in Los Angeles', () => {
  const names = ['US-101', 'I-110', 'I-405', 'I-10', 'SR-134', '101', 'I-210', 'Main Street']
  const sensors = names.map((highway, index) => sensor(highway, 34.1, -118.5 + index / 10, { highway }))

  it('codes highways by their number', () => {
    expect(column(place(sensors), 'highway_encoded')).toEqual([1, 2, 3, 4, 0, 1, 0, 0])
  })

  it('has a free-flow speed of 65 on the coded highways, else 60', () => {
    expect(column(place(sensors), 'free_flow_mph')).toEqual([65, 65, 65, 65, 60, 65, 60, 60])
  })

  it('is measured against its fixed box and centre', () => {
    const placed = place([sensor('center', 34.0522, -118.2437, { highway: 'I-10' }), sensor('b', 34.1, -118)])
    expect(column(placed, 'distance_from_center')[0]).toBe(0)
    expect(column(placed, 'distance_from_center')[1]).toBeCloseTo(111 * Math.hypot(0.0478, 0.2437), 9)
    expect(column(placed, 'lat_normalized')[1]).toBeCloseTo(0.5, 12)
    expect(column(placed, 'lon_normalized')[1]).toBeCloseTo(0.5, 12)
  })

  it('measures free flow where it knows no highway', () => {
    const bare = [sensor('a', 34.1, -118)]
    expect(column(place(bare, new Map([['a', 58]])), 'free_flow_mph')).toEqual([58])
  })
})

describe('any other network', () => {
  const sensors = [
    sensor('a', 56.1, 10.0, { freeFlowMph: 30 }),
    sensor('b', 56.3, 10.4, { highway: 'E45' }),
    sensor('c', 56.2, 10.2),
  ]

  it('is measured against its own mean position and box', () => {
    const network = fitNetwork(sensors, { seed: 42 })
    expect(network.center.latitude).toBeCloseTo(56.2, 12)
    expect(network.center.longitude).toBeCloseTo(10.2, 12)
    const placed = place(sensors)
    expect(column(placed, 'lat_normalized')[0]).toBe(0)
    expect(column(placed, 'lat_normalized')[1]).toBe(1)
    expect(column(placed, 'lon_normalized')[2]).toBeCloseTo(0.5, 12)
  })

  it('takes declared free-flow speeds, measured ones where none is declared, and null without either', () => {
    const placed = place(
      sensors,
      new Map([
        ['a', 99],
        ['b', 41],
      ]),
    )
    expect(column(placed, 'free_flow_mph')).toEqual([30, 41, null])
    expect(fitNetwork(sensors, { seed: 42 }).freeFlow).toBe('declared')
  })

  it('has a box of its own even for one sensor', () => {
    const placed = place([sensor('a', 56.1, 10)])
    expect(column(placed, 'lat_normalized')).toEqual([0])
    expect(column(placed, 'lon_normalized')).toEqual([0])
  })

  it('numbers clusters from west to east, at most one a position', () => {
    expect(column(place(sensors), 'sensor_cluster')).toEqual([0, 2, 1])
  })

  it('is the same for any order of the sensors', () => {
    const reordered = [sensors[2], sensors[0], sensors[1]]
    expect(fitNetwork(reordered, { seed: 42 })).toEqual(fitNetwork(sensors, { seed: 42 }))
  })

  it('has at most 10 clusters', () => {
    const many = Array.from({ length: 30 }, (_, index) => sensor(`${index}`, 50 + index, (index * 7) % 30))
    const clusters = new Set(column(place(many), 'sensor_cluster'))
    expect([...clusters].sort()).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})
