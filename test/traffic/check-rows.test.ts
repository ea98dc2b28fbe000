import { describe, expect, it } from 'vitest'
import type { Column } from '../../src/table/table.ts'
import { FILE_ROWS } from '../../src/traffic/check-keys.ts'
import { checkRowsToPredict, checkTrainingRows, type RowsToCheck } from '../../src/traffic/check-rows.ts'
import { tableFromColumns } from '../prepare/table-from-columns.ts'

type Values = readonly (number | string | null)[]

/** Rows of sensor A, 5 minutes apart, sorted in one file, but for what is given; speeds are 50, 51, 52 ... */
function rowsOf(given: {
  readonly sensors?: readonly (string | null)[]
  readonly minutes?: readonly (number | null)[]
  readonly columns?: Readonly<Record<string, Values>>
  readonly position?: readonly number[]
}): RowsToCheck {
  const { sensors, minutes, columns = {}, position } = given
  const numRows = (sensors ?? minutes ?? position ?? Object.values(columns)[0]).length
  const each = Array.from({ length: numRows }, (_, row) => row)
  const lists = tableFromColumns({
    sensor_id: sensors ?? each.map(() => 'A'),
    speed: each.map((row) => 50 + row),
    ...columns,
  })
  const epochMs = Float64Array.from(minutes ?? each.map((row) => 5 * row), (minute) =>
    minute === null ? Number.NaN : minute * 60_000,
  )
  const timestamp: Column = { kind: 'instant', epochMs }
  return {
    table: { numRows, columns: new Map([...lists.columns, ['timestamp', timestamp]]) },
    position: Float64Array.from(position ?? each),
  }
}

const check = (given: Parameters<typeof rowsOf>[0]) => checkTrainingRows(rowsOf(given), 'speed')
const inShort = (given: Parameters<typeof rowsOf>[0]) =>
  check(given).map(({ severity, column, rule, count }) => [severity, column, rule, count])

describe('keys', () => {
  it('finds nothing in rows that follow each other', () => {
    expect(check({ sensors: ['A', 'A', 'B', 'B'], minutes: [0, 5, 0, 5] })).toEqual([])
  })

  it('refuses several rows of one key, and counts a key once, however many rows it has', () => {
    const found = check({ sensors: ['A', 'B', 'B', 'B', 'B'], minutes: [0, 0, 0, 0, 5] })
    expect(found).toEqual([
      {
        severity: 'error',
        column: null,
        rule: 'duplicate',
        count: 1,
        examples: ['B at 1970-01-01T00:00:00.000Z'],
        text: '1 times a sensor has several rows of one instant',
      },
    ])
  })

  it('refuses rows without sensor or time, and takes two without sensor for no double', () => {
    expect(inShort({ sensors: ['A', 'A', null, null], minutes: [0, null, 0, 0] })).toEqual([
      ['error', null, 'no-key', 3],
    ])
  })

  it('counts gaps and the steps lost in them, and does not look from one sensor to the next', () => {
    const [gap] = check({ sensors: ['A', 'A', 'A', 'B', 'B'], minutes: [0, 5, 20, 100, 109] })
    expect(gap).toMatchObject({ severity: 'warning', rule: 'gap', count: 2 })
    expect(gap.text).toBe('2 times a sensor skips steps, 3 in all, after')
    expect(gap.examples).toEqual(['A at 1970-01-01T00:05:00.000Z', 'B at 1970-01-01T01:40:00.000Z'])
  })

  it('warns of rows that stood after a later one in their file, not in another file', () => {
    expect(inShort({ position: [2, 0, 1] })).toEqual([['warning', null, 'unsorted', 1]])
    expect(check({ position: [FILE_ROWS + 2, 0, 1] })).toEqual([])
    expect(check({ position: [Number.NaN, Number.NaN] })).toEqual([])
  })
})

describe('values', () => {
  const nulls = (count: number, of: number) =>
    Array.from({ length: of }, (_, row) => (row < count ? null : row))

  it.each([
    ['a fifth of nulls is silent', 2, []],
    ['more is a warning', 3, [['warning', 'speed_lag_1', 'nulls', 3]]],
    ['all is an error', 10, [['error', 'speed_lag_1', 'empty', 10]]],
  ])('%s', (_, count, expected) => {
    expect(inShort({ columns: { speed_lag_1: nulls(count, 10) } })).toEqual(expected)
  })

  it('counts nulls of strings as those of numbers', () => {
    const congestion_level = ['low', 'high', null, null]
    expect(inShort({ columns: { congestion_level } })).toEqual([['warning', 'congestion_level', 'nulls', 2]])
  })

  it('refuses infinities of either sign, and takes null for none', () => {
    const [found] = check({ columns: { speed_lag_1: [1, Infinity, null, -Infinity, 2, 3] } })
    expect(found).toMatchObject({ severity: 'error', rule: 'infinite', count: 2 })
    expect(found.examples[1]).toBe('-Infinity for A at 1970-01-01T00:15:00.000Z')
  })

  it('warns outside the declared range, with five examples at most; the ends lie inside', () => {
    const [found] = check({ columns: { hour_sin: [-1, 1, 2, 3, 4, 5, 6, -7] } })
    expect(found).toMatchObject({ severity: 'warning', column: 'hour_sin', rule: 'range', count: 6 })
    expect(found.text).toBe('hour_sin lies outside -1 to 1 in 6 rows')
    expect(found.examples).toHaveLength(5)
    expect(found.examples[0]).toBe('2 for A at 1970-01-01T00:10:00.000Z')
  })

  it('warns of a feature with one value, number or string; a single row tells nothing', () => {
    expect(inShort({ columns: { is_weekend: [1, 1, 1], congestion_level: ['low', 'low', null] } })).toEqual([
      ['warning', 'is_weekend', 'constant', 3],
      ['warning', 'congestion_level', 'nulls', 1],
      ['warning', 'congestion_level', 'constant', 2],
    ])
    expect(check({ columns: { is_weekend: [1] } })).toEqual([])
  })
})

describe('the target', () => {
  it('must not be null throughout', () => {
    expect(inShort({ columns: { speed: [null, null] } })).toEqual([['error', 'speed', 'empty', 2]])
  })

  it('may be null in some rows, which are set aside', () => {
    expect(check({ columns: { speed: [50, 51, 52, 53, null] } })).toEqual([])
  })

  it('must not be constant', () => {
    expect(inShort({ columns: { speed: [50, null, 50] } })).toContainEqual(['error', 'speed', 'constant', 2])
  })

  it('looks like km/h where its median lies above 75, and not at 75', () => {
    expect(inShort({ columns: { speed: [10, 76, 90] } })).toEqual([['warning', 'speed', 'unit', 3]])
    expect(check({ columns: { speed: [10, 75, 90] } })).toEqual([])
  })
})

it('finds everything at once, errors first', () => {
  const columns = { hour_sin: [2, 0, 1], speed_lag_1: [null, null, null], speed_lag_2: [1, Infinity, 2] }
  expect(inShort({ minutes: [0, 0, 60], columns })).toEqual([
    ['error', null, 'duplicate', 1],
    ['error', 'speed_lag_1', 'empty', 3],
    ['error', 'speed_lag_2', 'infinite', 1],
    ['warning', null, 'gap', 1],
    ['warning', 'hour_sin', 'range', 1],
  ])
})

it('only warns before predictions, and lets gaps, order and single values pass', () => {
  const columns = { speed_lag_1: [1, Infinity, 1, 1], is_weekend: [0, 0, 0, 0] }
  const rows = rowsOf({ minutes: [0, 0, 60, 65], columns, position: [3, 2, 1, 0] })
  expect(checkRowsToPredict(rows).map(({ severity, rule }) => [severity, rule])).toEqual([
    ['warning', 'duplicate'],
    ['warning', 'infinite'],
  ])
})
