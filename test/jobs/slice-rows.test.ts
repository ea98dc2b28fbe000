import { expect, it } from 'vitest'
import { sliceRows } from '../../src/jobs/slice-rows.ts'
import type { Column, Table } from '../../src/table/table.ts'

function tableOf(instants: readonly string[], more: readonly [string, Column][]): Table {
  const epochMs = Float64Array.from(instants, (instant) => Date.parse(instant))
  const codes = Int32Array.from(instants, (_, row) => row % 2)
  const columns = new Map<string, Column>([
    ['sensor_id', { kind: 'string', codes, dictionary: ['10', '9'] }],
    ['timestamp', { kind: 'instant', epochMs }],
    ...more,
  ])
  return { numRows: instants.length, columns }
}

/** The slice of each row, by property. */
function slicesOf(table: Table, rows: number[], speeds: number[], timezone: string) {
  const slicings = sliceRows(table, Uint32Array.from(rows), Float64Array.from(speeds), timezone)
  return Object.fromEntries(
    [...slicings].map(([name, { codes, names }]) => [name, Array.from(codes, (code) => names[code])]),
  )
}

it('tells rows apart by sensor, code, local hour and day, and speed', () => {
  const weekend: Column = { kind: 'number', values: Float64Array.of(0, 1, 1) }
  const instants = ['2012-03-03T07:59:00Z', '2012-03-03T08:00:00Z', '2012-03-03T20:05:00Z']
  const table = tableOf(instants, [['is_weekend', weekend]])
  expect(slicesOf(table, [0, 1, 2], [19.99, 20, 55], 'America/Los_Angeles')).toEqual({
    sensor: ['10', '9', '10'],
    is_weekend: ['0', '1', '1'],
    hour: ['23', '00', '12'],
    speed_regime: ['<20', '20-40', '>=55'],
    day: ['2012-03-02', '2012-03-03', '2012-03-03'],
  })
})

it('takes the rows it is given, and regimes whose upper end is excluded', () => {
  const table = tableOf(['2012-03-03T07:00:00Z', '2012-03-03T08:00:00Z', '2012-03-03T09:00:00Z'], [])
  const slices = slicesOf(table, [2, 1], [40, 54.9], 'UTC')
  expect(slices['hour']).toEqual(['09', '08'])
  expect(slices['speed_regime']).toEqual(['40-55', '40-55'])
})

it('sorts numbers by size', () => {
  const table = tableOf(['2012-03-03T07:00:00Z', '2012-03-03T08:00:00Z'], [])
  const slicings = sliceRows(table, Uint32Array.of(0, 1), Float64Array.of(1, 1), 'UTC')
  expect(slicings.get('sensor')?.names).toEqual(['9', '10'])
})
