import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { openForecastSource } from '../../../src/jobs/forecast/forecast-source.ts'
import { withDuckDb } from '../../../src/table/duckdb.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()

/** Writes rows of sensor, minute, speed and volume as a feature table. */
function writeTable(name: string, rows: readonly (readonly [string, number, number, number | ''])[]): string {
  const path = join(folder, name)
  mkdirSync(path)
  const lines = rows.map(([sensor, minute, speed, volume]) => {
    return `${sensor},2012-03-01 00:${String(minute).padStart(2, '0')}:00,${speed},${volume}`
  })
  writeFileSync(join(path, 'part.csv'), ['sensor_id,timestamp,speed,volume', ...lines].join('\n'))
  return path
}

it('takes no speed of a step in which no vehicle was counted, and counts these', async () => {
  const path = writeTable('counted', [
    ['a', 0, 60, 5],
    ['a', 5, 60, 0],
    ['a', 10, 58, 3],
    // nobody knows how many
    ['a', 15, 57, ''],
  ])
  await withDuckDb({ threads: 1 }, async (connection) => {
    const { steps, numUncounted } = await openForecastSource(connection, { path })
    expect([...steps.speed]).toEqual([60, 58, 57])
    expect(numUncounted).toBe(1)
  })
})

it('takes a share of the sensors, evenly spread over their names, but not fewer than asked for', async () => {
  const rows = [...'abcdefghij'].map((sensor): [string, number, number, number] => [sensor, 0, 60, 1])
  const path = writeTable('sampled', rows)
  const sensorsOf = (share: number, atLeast: number) =>
    withDuckDb({ threads: 1 }, async (connection) => {
      const { steps, numSensors } = await openForecastSource(connection, {
        path,
        sampling: { share, atLeast },
      })
      return { taken: steps.sensorIds, numSensors }
    })
  expect(await sensorsOf(0.2, 1)).toEqual({ taken: ['e', 'j'], numSensors: 10 })
  expect((await sensorsOf(0.2, 5)).taken).toEqual(['b', 'd', 'f', 'h', 'j'])
  expect((await sensorsOf(0.2, 20)).taken).toHaveLength(10)
})
