import { describe, expect, it } from 'vitest'
import { prepareSplit } from '../../src/engine/embedded/prepare-split.ts'
import { fitBins } from '../../src/learn/bins/bins.ts'
import type { Table } from '../../src/table/table.ts'
import { foldRows, splitRows } from '../../src/traffic/split-rows.ts'

const numRows = 200
const columns = { numeric: ['speed_lag_1'], categorical: ['highway_encoded', 'congestion_level'] }
const scattered = (step: number) =>
  Float64Array.from({ length: numRows }, (_, row) => ((row * step) % numRows) / numRows)
const options = { kind: 'random', seed: 1, timezone: 'UTC', purgeMs: 0 } as const

/** A table whose rows in `changed` hold other numbers, other categories and other labels. */
function tableOf(changed: readonly number[] = []): Table {
  const list = (value: (row: number) => number, other: number) =>
    Float64Array.from({ length: numRows }, (_, row) => (changed.includes(row) ? other : value(row)))
  return {
    numRows,
    columns: new Map([
      ['speed', { kind: 'number', values: list((row) => row % 60, 999) }],
      ['speed_lag_1', { kind: 'number', values: list((row) => (row * 7) % 50, -4000) }],
      ['highway_encoded', { kind: 'number', values: list((row) => row % 4, 9) }],
      [
        'congestion_level',
        {
          kind: 'string',
          dictionary: ['low', 'high', 'never seen'],
          codes: Int32Array.from({ length: numRows }, (_, row) => (changed.includes(row) ? 2 : row % 2)),
        },
      ],
    ]),
  }
}

const rows = Uint32Array.from({ length: numRows }, (_, row) => row)
const source = { table: tableOf(), rows, hashes: { split: scattered(37), fold: scattered(53) } }
const split = splitRows(source, 0.2, options)

describe('what is fitted', () => {
  it.each([
    ['the split', split],
    ...foldRows({ ...source, rows: split.train }, 5, options).map(
      (fold, index) => [`fold ${index}`, fold] as const,
    ),
  ] as const)('on %s does not move when its held-out rows change', (_, { train, test }) => {
    const before = prepareSplit(tableOf(), { train, test }, { columns, target: 'speed', nulls: 'drop' })
    const after = prepareSplit(
      tableOf([...test]),
      { train, test },
      { columns, target: 'speed', nulls: 'drop' },
    )
    expect(after.pipeline).toEqual(before.pipeline)
    expect(after.train).toEqual(before.train)
    expect(fitBins(after.train.matrix, 32)).toEqual(fitBins(before.train.matrix, 32))
    // the change is there to be seen
    expect(after.test).not.toEqual(before.test)
  })

  it('moves when a training row changes', () => {
    const before = prepareSplit(tableOf(), split, { columns, target: 'speed', nulls: 'drop' })
    const after = prepareSplit(tableOf([split.train[0]]), split, { columns, target: 'speed', nulls: 'drop' })
    expect(after.pipeline).not.toEqual(before.pipeline)
  })
})
