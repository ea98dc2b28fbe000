import { describe, expect, it } from 'vitest'
import { withDuckDb } from '../../../src/table/duckdb.ts'
import { queryTable } from '../../../src/table/query-table.ts'
import { valueAt } from '../../../src/table/table.ts'
import { deriveForecastSql } from '../../../src/traffic/forecast/derive-forecast.ts'
import { createFitTables, fitForecast } from '../../../src/traffic/forecast/fit-forecast.ts'
import { forecastFeatures, forecastTarget } from '../../../src/traffic/forecast/forecast-columns.ts'
import type { Link } from '../../../src/traffic/forecast/link.ts'
import { loadSpeedSteps } from '../../../src/traffic/forecast/speed-steps.ts'

/** Speeds by sensor from 2012-03-01 00:00 UTC on, one every 5 minutes; null is a step without a reading. */
type Speeds = Readonly<Record<string, readonly (number | null)[]>>

const start = Date.UTC(2012, 2, 1)
const at = (step: number) => new Date(start + step * 300_000).toISOString()
const features = [...forecastFeatures.numeric, ...forecastFeatures.categorical]

interface Derived {
  /** Values of a column at the steps of sensor `a`, from the first one with a reading. */
  readonly column: (name: string) => (number | string | null)[]
}

async function derive(
  speeds: Speeds,
  options: {
    readonly horizonMinutes?: number
    readonly until?: number
    readonly links?: readonly Link[]
  } = {},
): Promise<Derived> {
  const { horizonMinutes = 15, until = Number.POSITIVE_INFINITY, links = [] } = options
  const rows = Object.entries(speeds).flatMap(([sensor, values]) =>
    values.map((speed, step) => `('${sensor}', TIMESTAMPTZ '${at(step)}', ${speed}::DOUBLE)`),
  )
  return withDuckDb({ threads: 1 }, async (connection) => {
    await connection.run(
      `CREATE TABLE readings AS FROM (VALUES ${rows.join(', ')}) AS t(sensor_id, timestamp, speed)`,
    )
    const steps = await loadSpeedSteps(connection, 'UTC')
    const isTraining = Uint8Array.from(steps.epochMs, (instant) =>
      instant < start + until * 300_000 ? 1 : 0,
    )
    await createFitTables(connection, fitForecast(steps, isTraining, links))
    await connection.run(`CREATE TABLE sensors AS SELECT *, 0.5 AS lat_normalized, 0.5 AS lon_normalized,
      1.0 AS distance_from_center, 0 AS highway_encoded, 0 AS sensor_cluster FROM sensor_speeds`)
    const columns = ['sensor_id', 'timestamp', forecastTarget, ...features, 'historical_average']
    const sql = deriveForecastSql({ timezone: 'UTC', horizonMinutes, columns })
    const table = await queryTable(
      connection,
      `SELECT * FROM (${sql}) WHERE sensor_id = 'a' ORDER BY timestamp`,
    )
    const column = (name: string) => {
      const values = table.columns.get(name)
      if (values === undefined) throw new Error(`no column ${name}`)
      return Array.from({ length: table.numRows }, (_, row) => valueAt(values, row))
    }
    return { column }
  })
}

/** A day's speeds: 60 but at some steps. */
function day(...except: readonly (readonly [step: number, speed: number])[]): number[] {
  const speeds = new Array<number>(288).fill(60)
  for (const [step, speed] of except) speeds[step] = speed
  return speeds
}

describe('the target', () => {
  it('is the speed exactly one horizon later, null where nobody measured it', async () => {
    const { column } = await derive({ a: [10, 20, 30, 40, null, 60] })
    expect(column('speed')).toEqual([10, 20, 30, 40, 60])
    // 15 minutes later: step 3, none at step 4, step 5, then nothing
    expect(column(forecastTarget)).toEqual([40, null, 60, null, null])
  })

  it('comes at its own time of day, also beyond midnight', async () => {
    const { column } = await derive({ a: [...day(), 50, 51] }, { horizonMinutes: 60 })
    expect(column('time_since_midnight').slice(275, 278)).toEqual([86_100, 0, 300])
    expect(column('hour_cos')[276]).toBe(1)
  })
})

describe('lags', () => {
  it('go by the clock: a gap is null, and moves nothing', async () => {
    const { column } = await derive({ a: [10, null, 30, 40] })
    expect(column('speed_lag_1')).toEqual([null, null, 30])
    expect(column('speed_lag_2')).toEqual([null, 10, null])
    expect(column('speed_lag_3')).toEqual([null, null, 10])
  })
})

describe('the profile', () => {
  // Thursday and Friday; at noon (step 144) 30 and 50
  const two = { a: [...day([144, 30]), ...day([144, 50])] }

  it('of a training row leaves out the day of its label', async () => {
    const { column } = await derive(two, { horizonMinutes: 60 })
    // a label at noon is 12 steps after the row
    expect(column('historical_average')[132]).toBe(50)
    expect(column('historical_average')[288 + 132]).toBe(30)
  })

  it('of a later row knows all training days', async () => {
    const { column } = await derive(
      { a: [...two.a, ...day([144, 5])] },
      { horizonMinutes: 60, until: 2 * 288 },
    )
    expect(column('historical_average')[2 * 288 + 132]).toBe(40)
  })
})

describe('neighbours', () => {
  const links: Link[] = [
    { sensorId: 'a', neighborId: 'b', kind: 'down', weight: 3 },
    { sensorId: 'a', neighborId: 'c', kind: 'down', weight: 1 },
  ]

  it('are averaged by weight, those present alone', async () => {
    const { column } = await derive({ a: [60, 60, 60], b: [20, null, null], c: [40, 40, null] }, { links })
    expect(column('down_speed')).toEqual([25, 40, 60])
  })

  it('upstream of a sensor without any stand for itself', async () => {
    const { column } = await derive({ a: [61, 62, 63], b: [20, 20, 20], c: [40, 40, 40] }, { links })
    expect(column('up_speed')).toEqual([61, 62, 63])
  })
})

describe('a row', () => {
  const noise = (seed: number) =>
    Array.from({ length: 3 * 288 }, (_, step) => 40 + ((step * 37 + seed * 101) % 29))
  const links: Link[] = [
    { sensorId: 'a', neighborId: 'b', kind: 'up', weight: 0.3 },
    { sensorId: 'a', neighborId: 'c', kind: 'down', weight: 0.7 },
  ]
  const speeds = { a: noise(1), b: noise(2), c: noise(3) }

  it('knows nothing of what comes after it, of any sensor', async () => {
    const now = 2 * 288 + 100
    const later = Object.fromEntries(
      Object.entries(speeds).map(([name, values]) => [
        name,
        values.map((speed, step) => (step > now ? 1 : speed)),
      ]),
    )
    const options = { links, until: 2 * 288 }
    const [before, after] = [await derive(speeds, options), await derive(later, options)]
    for (const name of features)
      expect([name, after.column(name)[now]]).toEqual([name, before.column(name)[now]])
    expect(after.column(forecastTarget)[now]).not.toBe(before.column(forecastTarget)[now])
  })

  it('of the training days finds its label nowhere but in what describes the sensor as a whole', async () => {
    const now = 288 + 100
    const label = { ...speeds, a: speeds.a.map((speed, step) => (step === now + 3 ? 1 : speed)) }
    const options = { links, until: 2 * 288 }
    const [before, after] = [await derive(speeds, options), await derive(label, options)]
    const changed = features.filter((name) => before.column(name)[now] !== after.column(name)[now])
    expect(changed).toEqual(['sensor_mean', 'sensor_deviation'])
  })
})
