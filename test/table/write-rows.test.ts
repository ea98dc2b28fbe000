import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { withDuckDb } from '../../src/table/duckdb.ts'
import { writeRows } from '../../src/table/write-rows.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-rows-'))
})

afterEach(() => rm(directory, { recursive: true }))

it('writes CSV with its names on top, and gives length and hash', async () => {
  const path = join(directory, 'a/b/rows.csv')
  const written = await withDuckDb({}, (connection) =>
    writeRows(connection, "SELECT 1 AS x, 'two, three' AS y", { path, format: 'csv' }),
  )
  const content = await readFile(path)
  expect(content.toString()).toBe('x,y\n1,"two, three"\n')
  const sha256 = createHash('sha256').update(content).digest('hex')
  expect(written).toEqual({ bytes: content.length, sha256 })
})

it('writes the same Parquet bytes on any number of threads', async () => {
  // more rows than two row groups hold
  const rows = 'SELECT i % 1000 AS a, hash(i) / 1e19 AS b FROM range(300000) AS t(i) ORDER BY a, b'
  const hashes = []
  for (const threads of [1, 2, 8]) {
    const file = { path: join(directory, `${threads}.parquet`), format: 'parquet' } as const
    hashes.push(await withDuckDb({ threads }, (connection) => writeRows(connection, rows, file)))
  }
  expect(new Set(hashes.map(({ sha256 }) => sha256)).size).toBe(1)
})

it('names the file that cannot be written', async () => {
  await mkdir(join(directory, 'taken.csv'))
  await writeFile(join(directory, 'file'), '')
  await withDuckDb({}, async (connection) => {
    for (const name of ['taken.csv', 'file/below.csv']) {
      const path = join(directory, name)
      await expect(writeRows(connection, 'SELECT 1', { path, format: 'csv' })).rejects.toMatchObject({
        code: 'storage',
        message: expect.stringContaining(`${path}: cannot be written`),
      })
    }
  })
})
