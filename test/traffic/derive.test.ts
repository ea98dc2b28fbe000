import { describe, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { queryTable } from '../../src/table/query-table.ts'
import { valueAt } from '../../src/table/table.ts'
import { featureColumns } from '../../src/traffic/columns.ts'
import { type DeriveOptions, deriveFeaturesSql } from '../../src/traffic/derive.ts'
import { duckDbDialect } from '../../src/traffic/sql-dialect.ts'

/** Sensor, instant in UTC, mph or null, and where given vehicles and percent. */
type Reading = readonly [
  sensor: string,
  instant: string,
  speed: number | null,
  volume?: number,
  occupancy?: number,
]

/** Derives features of sensors `a` (free flow 65, highway 101) and `b` (free flow 60), by sensor and time. */
async function derive(readings: readonly Reading[], options: Partial<DeriveOptions> = {}) {
  const rows = readings.map(
    ([sensor, instant, speed, volume = 0, occupancy = 0]) =>
      `('${sensor}', timezone('UTC', TIMESTAMP '${instant}'), ${speed}::DOUBLE, ${volume}::DOUBLE, ${occupancy}::DOUBLE)`,
  )
  return withDuckDb({ threads: 1 }, async (connection) => {
    await connection.run(`CREATE TABLE readings AS
      FROM (VALUES ${rows.join(', ')}) AS t(sensor_id, timestamp, speed, volume, occupancy)`)
    await connection.run(`CREATE TABLE sensors AS
      FROM (VALUES ('a', 0.1, 0.2, 3.0, 1.0, 0.0, 65.0), ('b', 0.3, 0.4, 5.0, 0.0, 9.0, 60.0))
      AS t(sensor_id, lat_normalized, lon_normalized, distance_from_center, highway_encoded, sensor_cluster,
        free_flow_mph)`)
    const sql = deriveFeaturesSql({
      dialect: duckDbDialect,
      timezone: 'UTC',
      byRow: false,
      absentColumns: [],
      ...options,
    })
    const table = await queryTable(connection, `${sql} ORDER BY 1, 2`)
    const column = (name: string) => {
      const values = table.columns.get(name)
      if (values === undefined) throw new Error(`no column ${name}`)
      return Array.from({ length: table.numRows }, (_, row) => valueAt(values, row))
    }
    return { names: [...table.columns.keys()], column }
  })
}

/** Readings of sensor `a` from 12:00 on, one every 5 minutes; null leaves the step out. */
function everyFiveMinutes(speeds: readonly (number | null)[]): Reading[] {
  const at = (step: number) =>
    new Date(Date.UTC(2012, 2, 1, 12, 5 * step)).toISOString().slice(0, 19).replace('T', ' ')
  return speeds.flatMap((speed, step) => (speed === null ? [] : [['a', at(step), speed] as const]))
}

describe('lags and windows by the clock', () => {
  it('begins with null lags and the windows that there are', async () => {
    const { column } = await derive(everyFiveMinutes([60, 50, 40, 10]))
    expect(column('speed_lag_1')).toEqual([null, 60, 50, 40])
    expect(column('speed_lag_2')).toEqual([null, null, 60, 50])
    expect(column('speed_lag_3')).toEqual([null, null, null, 60])
    expect(column('speed_ma_15min')).toEqual([60, 55, 50, (50 + 40 + 10) / 3])
    expect(column('speed_ma_30min')).toEqual([60, 55, 50, 40])
  })

  it('gives null for a lag over a gap, and means of the readings present', async () => {
    const { column } = await derive(everyFiveMinutes([60, null, 40, 20, 30]))
    expect(column('speed_lag_1')).toEqual([null, null, 40, 20])
    expect(column('speed_lag_2')).toEqual([null, 60, null, 40])
    expect(column('speed_lag_3')).toEqual([null, null, 60, null])
    expect(column('speed_ma_15min')).toEqual([60, 50, 30, 30])
  })

  it('ends windows after 3, 6 and 12 steps, the present one included', async () => {
    const { column } = await derive(everyFiveMinutes([78, 1, 1, 1, 1, 1, 12, 1, 1, 1, 1, 1, 13]))
    expect(column('speed_ma_15min')[12]).toBe((1 + 1 + 13) / 3)
    expect(column('speed_ma_30min')[12]).toBe((5 + 13) / 6)
    expect(column('speed_ma_60min')[12]).toBe((10 + 12 + 13) / 12)
  })

  it('takes the sample standard deviation of 6 steps, null of one reading', async () => {
    const { column } = await derive(everyFiveMinutes([99, 2, 4, 4, 4, 6, 4]))
    const deviations = column('speed_variance')
    expect(deviations[0]).toBeNull()
    // mean 4, squares 4 + 0 + 0 + 0 + 4 + 0, of 5 degrees of freedom
    expect(deviations[6]).toBeCloseTo(Math.sqrt(8 / 5), 12)
  })

  it('keeps sensors apart', async () => {
    const { column } = await derive([
      ['a', '2012-03-01 12:00', 60],
      ['b', '2012-03-01 12:05', 30],
    ])
    expect(column('speed_lag_1')).toEqual([null, null])
    expect(column('speed_ma_15min')).toEqual([60, 30])
  })
})

describe('lags and windows by row', () => {
  it('takes the row before, whatever time lies between', async () => {
    const { column } = await derive(everyFiveMinutes([60, null, 40, 20]), { byRow: true })
    expect(column('speed_lag_1')).toEqual([null, 60, 40])
    expect(column('speed_lag_2')).toEqual([null, null, 60])
    expect(column('speed_ma_15min')).toEqual([60, 50, 40])
  })

  it('ends windows after 3, 6 and 12 rows', async () => {
    const speeds = [78, 1, 1, 1, 1, 1, 12, 1, 1, 1, 1, 1, 13]
    const { column } = await derive(everyFiveMinutes(speeds), { byRow: true })
    expect(column('speed_ma_15min')[12]).toBe((1 + 1 + 13) / 3)
    expect(column('speed_ma_30min')[12]).toBe((5 + 13) / 6)
    expect(column('speed_ma_60min')[12]).toBe((10 + 12 + 13) / 12)
    expect(column('speed_variance')[12]).toBeCloseTo(Math.sqrt(24), 12)
  })
})

it('writes no row where speed is missing, and looks past it', async () => {
  const readings: Reading[] = [
    ['a', '2012-03-01 12:00', 60],
    ['a', '2012-03-01 12:05', null],
    ['a', '2012-03-01 12:10', 40],
  ]
  const byClock = await derive(readings)
  expect(byClock.column('speed')).toEqual([60, 40])
  expect(byClock.column('speed_lag_1')).toEqual([null, null])
  expect((await derive(readings, { byRow: true })).column('speed_lag_1')).toEqual([null, 60])
})

describe('the calendar', () => {
  const at = async (timezone: string, ...instants: string[]) =>
    derive(
      instants.map((instant) => ['a', instant, 60] as const),
      { timezone },
    )

  it('has rush hours from 7 to 9 and from 16 to 19, ends excluded', async () => {
    const day = ['06:59', '07:00', '08:59', '09:00', '15:59', '16:00', '18:59', '19:00']
    const { column } = await at('UTC', ...day.map((time) => `2012-03-01 ${time}`))
    expect(column('is_rush_hour')).toEqual([0, 1, 1, 0, 0, 1, 1, 0])
  })

  it('has weekends from Saturday to Sunday', async () => {
    const days = ['2012-03-02 23:59', '2012-03-03 00:00', '2012-03-04 23:59', '2012-03-05 00:00']
    expect((await at('UTC', ...days)).column('is_weekend')).toEqual([0, 1, 1, 0])
  })

  it('counts seconds since midnight and the whole hour on the circle', async () => {
    const { column } = await at('UTC', '2012-03-01 00:00', '2012-03-01 06:59:59', '2012-03-01 12:30')
    expect(column('time_since_midnight')).toEqual([0, 6 * 3600 + 59 * 60 + 59, 12.5 * 3600])
    expect(column('hour_sin').map((value) => Math.round(Number(value) * 1e9) / 1e9)).toEqual([0, 1, 0])
    expect(column('hour_cos').map((value) => Math.round(Number(value) * 1e9) / 1e9)).toEqual([1, 0, -1])
  })

  it('goes by the local clock, also over a change of it', async () => {
    // in Los Angeles clocks went from 02:00 to 03:00 on Sunday 2012-03-11, which was 10:00 UTC
    const { column } = await at(
      'America/Los_Angeles',
      '2012-03-11 07:59',
      '2012-03-11 09:55',
      '2012-03-11 10:00',
    )
    expect(column('time_since_midnight')).toEqual([23 * 3600 + 59 * 60, 3600 + 55 * 60, 3 * 3600])
    expect(column('is_weekend')).toEqual([1, 1, 1])
  })

  it('takes lags by instants, so a change of clocks is no gap', async () => {
    const { column } = await at('America/Los_Angeles', '2012-03-11 09:55', '2012-03-11 10:00')
    expect(column('speed_lag_1')).toEqual([null, 60])
  })
})

it('compares with the free-flow speed of the sensor', async () => {
  const { column } = await derive([
    ['a', '2012-03-01 12:00', 65],
    ['b', '2012-03-01 12:00', 48.1],
    ['b', '2012-03-01 12:05', 48],
    ['b', '2012-03-01 12:10', 30.1],
    ['b', '2012-03-01 12:15', 30],
  ])
  expect(column('traffic_efficiency')).toEqual([1, 48.1 / 60, 48 / 60, 30.1 / 60, 0.5])
  expect(column('congestion_level')).toEqual(['low', 'low', 'medium', 'medium', 'high'])
})

it('turns a count of 5 minutes into an hourly flow, and percent into a share', async () => {
  const { column } = await derive([['a', '2012-03-01 12:00', 60, 25, 12.5]])
  expect(column('volume')).toEqual([25])
  expect(column('flow_rate')).toEqual([300])
  expect(column('occupancy_ratio')).toEqual([0.125])
})

it('takes the place of the sensor as it stands', async () => {
  const { column } = await derive([['b', '2012-03-01 12:00', 60]])
  expect(column('lat_normalized')).toEqual([0.3])
  expect(column('highway_encoded')).toEqual([0])
  expect(column('sensor_cluster')).toEqual([9])
})

it('gives the declared columns in the declared order, less those left out', async () => {
  const all = featureColumns.map(({ name }) => name)
  const absentColumns = ['volume', 'occupancy_ratio', 'flow_rate']
  expect((await derive([['a', '2012-03-01 12:00', 60]])).names).toEqual(all)
  const { names } = await derive([['a', '2012-03-01 12:00', 60]], { absentColumns })
  expect(names).toEqual(all.filter((name) => !absentColumns.includes(name)))
})
