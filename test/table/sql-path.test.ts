import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { sqlPath } from '../../src/table/sql-path.ts'

const names = ['ab', 'a*', 'a?', 'a[b]', 'a[!c]', '**', 'x[]y', 'a[*]', '{ab,c}', 'c', 'b\\c', "it's"]

it.each(names)('names one file, %j, not those that match it', async (name) => {
  const directory = mkdtempSync(join(tmpdir(), 'freeflow-sql-path-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const rows = await withDuckDb({}, async (connection) => {
    for (const other of names) {
      mkdirSync(join(directory, other))
      const path = sqlString(join(directory, other, 'a.parquet'))
      await connection.run(`COPY (SELECT ${sqlString(other)} AS name) TO ${path} (FORMAT parquet)`)
    }
    const sql = `SELECT name FROM read_parquet([${sqlPath(join(directory, name, 'a.parquet'))}])`
    return (await connection.runAndReadAll(sql)).getRowsJson()
  })
  expect(rows).toEqual([[name]])
})
