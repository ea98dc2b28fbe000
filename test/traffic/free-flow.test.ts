import { describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { measureFreeFlow } from '../../src/traffic/free-flow.ts'

/** Measures on readings of (sensor, minutes since 1970, mph). */
function measure(readings: readonly (readonly [string, number, number])[], untilMinute: number) {
  return withDuckDb({ threads: 1 }, async (connection) => {
    const rows = readings.map(([sensor, minute, mph]) => `('${sensor}', ${minute}, ${mph}::DOUBLE)`)
    await connection.run(`CREATE TABLE readings AS
      SELECT sensor_id, make_timestamptz(minute * 60000000) AS timestamp, speed
      FROM (VALUES ${rows.join(', ')}) AS t(sensor_id, minute, speed)`)
    return measureFreeFlow(connection, untilMinute * 60_000)
  })
}

describe('measureFreeFlow', () => {
  it('takes the 85th percentile, linear between ranks', async () => {
    // ranks 0 to 4: 0.85 of the way is rank 3.4
    const readings = [10, 50, 20, 40, 30].map((mph, minute) => ['a', minute, mph] as const)
    expect((await measure(readings, 5)).get('a')).toBeCloseTo(44, 12)
  })

  it('looks at no reading at or after the instant, nor at zeros', async () => {
    const readings = [
      ['a', 0, 30],
      ['a', 5, 0],
      ['a', 10, 99],
    ] as const
    expect(await measure(readings, 10)).toEqual(new Map([['a', 30]]))
  })

  it('gives a sensor without readings there the speed of all', async () => {
    const readings = [
      ['a', 0, 30],
      ['b', 10, 70],
    ] as const
    expect((await measure(readings, 10)).get('b')).toBe(30)
  })

  it('refuses an instant before all readings', async () => {
    await expect(measure([['a', 10, 30]], 10)).rejects.toMatchObject({
      code: 'data',
      message: 'free-flow speeds: no reading above 0 mph lies before 1970-01-01T00:10:00.000Z',
    })
  })
})
