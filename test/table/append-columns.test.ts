import { expect, it } from 'vitest'
import { appendColumns } from '../../src/table/append-columns.ts'
import { withDuckDb } from '../../src/table/duckdb.ts'

it('appends batches one behind the other, also those of more rows than a chunk', async () => {
  const numRows = 5000
  const batches = [
    [Int32Array.of(-1, -2), Float64Array.of(0.1, Number.NaN)],
    [new Int32Array(0), new Float64Array(0)],
    [Int32Array.from({ length: numRows }, (_, row) => row), new Float64Array(numRows).fill(1.5)],
  ]
  const rows = await withDuckDb({}, async (connection) => {
    await connection.run('CREATE TABLE numbers (whole INTEGER, part DOUBLE)')
    await appendColumns(connection, 'numbers', batches)
    return (await connection.runAndReadAll('FROM numbers')).getRows()
  })
  expect(rows).toHaveLength(2 + numRows)
  expect(rows.slice(0, 3)).toEqual([
    [-1, 0.1],
    [-2, Number.NaN],
    [0, 1.5],
  ])
  expect(rows.at(-1)).toEqual([numRows - 1, 1.5])
})
