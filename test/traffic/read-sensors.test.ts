import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { readReadings } from '../../src/traffic/read-readings.ts'
import { readSensors } from '../../src/traffic/read-sensors.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-sensors-'))
})

afterEach(() => rm(directory, { recursive: true }))

async function read(text: string, wantedIds: readonly string[]) {
  const path = join(directory, 'sensors.csv')
  await writeFile(path, text)
  return withDuckDb({ threads: 1 }, (connection) => readSensors(connection, path, wantedIds))
}

describe('readSensors', () => {
  it('gives the wanted sensors in their order', async () => {
    const text =
      'sensor_id,latitude,longitude,highway,lanes\n1,34.1,-118.1,101,4\n02,34.2,-118.2,I-10,5\n3,34,-118,,2\n'
    expect(await read(text, ['3', '02'])).toEqual([
      { sensorId: '3', latitude: 34, longitude: -118, highway: null, freeFlowMph: null },
      { sensorId: '02', latitude: 34.2, longitude: -118.2, highway: 'I-10', freeFlowMph: null },
    ])
  })

  it('reads declared free-flow speeds in either unit; 0 is none', async () => {
    const kmh = await read('sensor_id,latitude,longitude,normal_speed_kmh\na,1,2,160.9344\nb,1,2,0\n', [
      'a',
      'b',
    ])
    expect(kmh[0].freeFlowMph).toBeCloseTo(100, 12)
    expect(kmh[1].freeFlowMph).toBeNull()
    const mph = await read('sensor_id,latitude,longitude,free_flow_mph\na,1,2,55\n', ['a'])
    expect(mph[0].freeFlowMph).toBe(55)
  })

  it('keeps names as they are written', async () => {
    // as pandas writes whole numbers if some are missing
    const text = 'sensor_id,latitude,longitude,highway\n1.50,34.1,-118.1,101.0\n'
    expect(await read(text, ['1.50'])).toMatchObject([{ sensorId: '1.50', highway: '101.0' }])
  })

  it('names up to 5 sensors that have no row or no position', async () => {
    const text = 'sensor_id,latitude,longitude\na,1,2\nb,,2\n'
    await expect(read(text, ['a', 'b', 'c', 'd', 'e', 'f', 'g'])).rejects.toMatchObject({
      code: 'data',
      message: expect.stringMatching(
        /sensors.csv: 6 of 7 sensors of the readings have no position: b, c, d, e, f, ...$/,
      ),
    })
  })

  it('refuses a sensor in two rows', async () => {
    await expect(read('sensor_id,latitude,longitude\na,1,2\na,3,4\n', ['a'])).rejects.toThrow(
      'sensors.csv: sensor a has several rows',
    )
  })

  it('refuses a table without positions', async () => {
    await expect(read('sensor_id,lat,lon\na,1,2\n', ['a'])).rejects.toThrow(
      'column latitude is missing (nearest is lat); column longitude is missing (nearest is lon)',
    )
  })
})

it('finds positions in the readings where nothing lies beside them', async () => {
  const path = join(directory, 'a.csv')
  const rows = ['a,2012-03-01 00:05:00,60,34.2,-118.2,I-10', 'a,2012-03-01 00:00:00,60,34.2,-118.2,I-10']
  await writeFile(path, `sensor_id,timestamp,speed,latitude,longitude,highway\n${rows.join('\n')}\n`)
  const sensors = await withDuckDb({ threads: 1 }, async (connection) => {
    const readings = await readReadings(connection, { path, timezone: 'UTC' })
    return readings.sensors === null ? null : readSensors(connection, readings.sensors, readings.sensorIds)
  })
  expect(sensors).toEqual([
    { sensorId: 'a', latitude: 34.2, longitude: -118.2, highway: 'I-10', freeFlowMph: null },
  ])
})
