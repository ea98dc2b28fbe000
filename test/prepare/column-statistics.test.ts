import { expect, it } from 'vitest'
import { columnStatistics } from '../../src/prepare/column-statistics.ts'
import { allRows, tableFromColumns } from './table-from-columns.ts'

it('describes numbers by their moments and deciles', () => {
  const table = tableFromColumns({ speed: [4.5, null, 1.5, 2.5, 3.5] })
  const { speed } = columnStatistics(table, ['speed'], allRows(5))
  expect(speed).toEqual({
    count: 4,
    nulls: 1,
    min: 1.5,
    max: 4.5,
    mean: 3,
    // squared distances 2.25 + 0.25 + 0.25 + 2.25 over 3
    deviation: Math.sqrt(5 / 3),
    // a tenth of 4 values is one value begun, so the second begins at 30 %
    quantiles: [1.5, 1.5, 2.5, 2.5, 2.5, 3.5, 3.5, 4.5, 4.5, 4.5],
    top: null,
  })
})

it('cuts ten values into ten parts', () => {
  const tenths = Array.from({ length: 10 }, (_, row) => 9.5 - row)
  const { x } = columnStatistics(tableFromColumns({ x: tenths }), ['x'], allRows(10))
  expect(x.quantiles).toEqual([...tenths].reverse())
})

it('counts small integers and strings, most frequent first, ties by value', () => {
  const table = tableFromColumns({
    highway_encoded: [2, 1, 1, 2, 0],
    congestion_level: ['low', 'high', null, 'low', 'medium'],
  })
  const { highway_encoded, congestion_level } = columnStatistics(
    table,
    ['highway_encoded', 'congestion_level'],
    allRows(5),
  )
  expect(highway_encoded.top).toEqual([
    { value: 1, count: 2 },
    { value: 2, count: 2 },
    { value: 0, count: 1 },
  ])
  expect(congestion_level).toEqual({
    count: 4,
    nulls: 1,
    min: null,
    max: null,
    mean: null,
    deviation: null,
    quantiles: null,
    top: [
      { value: 'low', count: 2 },
      { value: 'high', count: 1 },
      { value: 'medium', count: 1 },
    ],
  })
})

it('keeps the ten most frequent, and takes no large or negative integer for a code', () => {
  const values = Array.from({ length: 12 }, (_, row) => row)
  const table = tableFromColumns({
    small: values,
    large: values.map((v) => v + 245),
    below: values.map((v) => v - 1),
  })
  const { small, large, below } = columnStatistics(table, ['small', 'large', 'below'], allRows(12))
  expect(small.top?.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9])
  expect([large.top, below.top]).toEqual([null, null])
})

it('looks at the given rows only, and leaves out columns that are not there', () => {
  const table = tableFromColumns({ x: [1, 2, 300] })
  const found = columnStatistics(table, ['x', 'y'], Uint32Array.of(0, 1))
  expect(Object.keys(found)).toEqual(['x'])
  expect(found['x']).toMatchObject({ count: 2, min: 1, max: 2 })
})

it('has no number that JSON lacks, without values and with one', () => {
  const table = tableFromColumns({ x: [null, 7] })
  const none = columnStatistics(table, ['x'], Uint32Array.of(0))['x']
  const one = columnStatistics(table, ['x'], Uint32Array.of(1))['x']
  expect(JSON.parse(JSON.stringify([none, one]))).toEqual([none, one])
  expect(none).toMatchObject({ count: 0, nulls: 1, mean: null, quantiles: null })
  expect(one).toMatchObject({ mean: 7, deviation: 0 })
})
