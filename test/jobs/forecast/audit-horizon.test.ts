import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { auditHorizon } from '../../../src/jobs/forecast/audit-horizon.ts'
import { findIllegalFeatures } from '../../../src/jobs/forecast/find-illegal-features.ts'
import { sqlString, withDuckDb } from '../../../src/table/duckdb.ts'
import { forecastFeatures, forecastNeeds } from '../../../src/traffic/forecast/forecast-columns.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

const folder = temporaryFolder()
const startMs = Date.parse('2012-03-05T00:00:00Z')
const DAY_MS = 86_400_000

/** Audits speeds that wander, of ten sensors on five days, with one more column; the last day is the test. */
function auditWith(name: string, columnSql: string) {
  const path = join(folder, name)
  mkdirSync(path)
  return withDuckDb({ threads: 1 }, async (connection) => {
    await connection.run(`COPY (SELECT sensor_id, timestamp, speed, lead(speed, 3) OVER own AS speed_ahead,
        lag(speed) OVER own AS speed_lag_1, ${columnSql} AS extra FROM (
          SELECT 's' || s AS sensor_id, to_timestamp(${startMs / 1000} + 300 * i) AS timestamp,
            50 + 10 * sin(i / 45.0 + s) + 4 * sin(hash(s, i // 7) % 1000) + sin(hash(s, i) % 1000) AS speed
          FROM range(10) AS sensors(s), range(1440) AS steps(i))
        WINDOW own AS (PARTITION BY sensor_id ORDER BY timestamp))
      TO ${sqlString(join(path, 'part-00000.parquet'))} (FORMAT parquet)`)
    return auditHorizon(connection, {
      path,
      features: ['speed', 'speed_lag_1', 'extra'],
      horizonMinutes: 15,
      timezone: 'UTC',
      trainUntilMs: startMs + 4 * DAY_MS - 75 * 60_000,
      testStartMs: startMs + 4 * DAY_MS,
      seed: 42,
    })
  })
}

describe('auditHorizon', () => {
  it('finds nothing in the past, on whole sensors', async () => {
    const audit = await auditWith('past', 'avg(speed) OVER (own ROWS 2 PRECEDING)')
    // 6,000 rows are four sensors of 1,440 each
    expect(audit).toEqual({ leaks: [], features: 3, rows: 4 * 1440, sensors: 4 })
  })

  it.each([
    ['a mean that holds the target', 'avg(speed) OVER (own ROWS BETWEEN CURRENT ROW AND 3 FOLLOWING)'],
    ['the target in another unit', 'lead(speed, 3) OVER own * 1.609344'],
  ])('finds %s', async (name, sql) => {
    const { leaks } = await auditWith(name.replaceAll(' ', '-'), sql)
    expect(leaks.flatMap(({ columns }) => columns)).toContain('extra')
    expect(leaks.map(({ formula }) => formula).join('; ')).toContain('speed(t + 15 min)')
  })
})

describe('findIllegalFeatures', () => {
  it('takes all features of a forecast, by what they declare', () => {
    const { numeric, categorical } = forecastFeatures
    expect(findIllegalFeatures([...numeric, ...categorical], forecastNeeds)).toEqual([])
  })

  it('refuses what is measured after the forecast is made, even before its target', () => {
    const needs = { late: { readings: { of: 'speed', from: 0, to: 5 } } } as const
    const leaks = findIllegalFeatures(['late', 'unknown'], (name) => (name === 'late' ? needs.late : null))
    expect(leaks).toMatchObject([{ columns: ['late'], formula: 'late needs speed t to t + 5 min' }])
  })
})
