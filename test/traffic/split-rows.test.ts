import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Table } from '../../src/table/table.ts'
import { foldRows, splitRows } from '../../src/traffic/split-rows.ts'

const HOUR = 3_600_000
const start = Date.parse('2012-03-01T00:00:00Z')

/** Two sensors with a row every hour of some days; hashes rise from 0 to 1 over the rows. */
function hourly(days: number) {
  const perSensor = days * 24
  const numRows = 2 * perSensor
  const table: Table = {
    numRows,
    columns: new Map([
      [
        'sensor_id',
        {
          kind: 'string',
          dictionary: ['A', 'B'],
          codes: Int32Array.from({ length: numRows }, (_, row) => Math.floor(row / perSensor)),
        },
      ],
      [
        'timestamp',
        {
          kind: 'instant',
          epochMs: Float64Array.from({ length: numRows }, (_, row) => start + (row % perSensor) * HOUR),
        },
      ],
    ]),
  }
  const rows = Uint32Array.from({ length: numRows }, (_, row) => row)
  const rising = Float64Array.from(rows, (row) => row / numRows)
  return { table, rows, hashes: { split: rising, fold: rising } }
}
const options = { seed: 42, timezone: 'UTC', purgeMs: 0 } as const

function hoursOf(source: ReturnType<typeof hourly>, rows: Uint32Array): number[] {
  const column = source.table.columns.get('timestamp')
  if (column?.kind !== 'instant') return []
  return [...new Set(Array.from(rows, (row) => (column.epochMs[row] - start) / HOUR))].sort((a, b) => a - b)
}

describe('splitRows', () => {
  it('random: tests on the rows whose hash is below the ratio', () => {
    const { train, test } = splitRows(hourly(1), 0.25, { ...options, kind: 'random' })
    expect([...test]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])
    expect(train).toHaveLength(36)
  })

  it('temporal: tests on the last whole days and leaves a gap before them', () => {
    const source = hourly(5)
    const { train, test } = splitRows(source, 0.2, { ...options, kind: 'temporal', purgeMs: 2 * HOUR })
    expect(hoursOf(source, test)).toEqual(Array.from({ length: 24 }, (_, hour) => 96 + hour))
    expect(Math.max(...hoursOf(source, train))).toBe(93)
  })

  it('temporal: rounds the days up, and counts them by the local clock', () => {
    const source = hourly(7)
    const { test } = splitRows(source, 0.2, { ...options, kind: 'temporal' })
    expect(hoursOf(source, test)).toHaveLength(48)
    const local = splitRows(source, 0.2, { ...options, kind: 'temporal', timezone: 'America/Los_Angeles' })
    // eight local days, the first and the last in part: the last two begin on 6 March, 08:00 UTC
    expect(Math.min(...hoursOf(source, local.test))).toBe(5 * 24 + 8)
  })

  it('temporal: 7 % of a hundred days are seven days', () => {
    const source = hourly(100)
    expect(hoursOf(source, splitRows(source, 0.07, { ...options, kind: 'temporal' }).test)).toHaveLength(
      7 * 24,
    )
  })

  it('temporal: takes the last share of the time on fewer than three days', () => {
    const source = hourly(2)
    expect(Math.min(...hoursOf(source, splitRows(source, 0.25, { ...options, kind: 'temporal' }).test))).toBe(
      36,
    )
  })

  it('sensor: tests on whole sensors, by their hash', () => {
    const hash = (sensor: string) =>
      Number.parseInt(createHash('md5').update(`42/split/${sensor}`).digest('hex').slice(0, 13), 16) / 2 ** 52
    const ratio = (hash('A') + hash('B')) / 2
    const { test } = splitRows(hourly(1), ratio, { ...options, kind: 'sensor' })
    const isFirst = hash('A') < hash('B')
    expect([...test]).toEqual(Array.from({ length: 24 }, (_, row) => row + (isFirst ? 0 : 24)))
  })

  it('refuses a split that leaves a side empty', () => {
    expect(() => splitRows(hourly(1), 0, { ...options, kind: 'random' })).toThrow(
      '48 rows to train and 0 to test',
    )
  })
})

describe('foldRows', () => {
  it('tests every row once', () => {
    for (const kind of ['random', 'temporal'] as const) {
      const folds = foldRows(hourly(5), 5, { ...options, kind })
      const tested = folds.flatMap(({ test }) => [...test]).sort((a, b) => a - b)
      expect(tested).toEqual([...hourly(5).rows])
      for (const { train, test } of folds) expect(train.length + test.length).toBe(240)
    }
  })

  it('temporal: blocks of time, with a gap on either side', () => {
    const source = hourly(5)
    const folds = foldRows(source, 5, { ...options, kind: 'temporal', purgeMs: 3 * HOUR })
    const hours = hoursOf(source, folds[1].train)
    expect(hoursOf(source, folds[1].test)).toEqual(Array.from({ length: 24 }, (_, hour) => 24 + hour))
    expect(hours.filter((hour) => hour > 20 && hour < 51)).toEqual([])
    expect(hours).toHaveLength(120 - 24 - 6)
  })
})
