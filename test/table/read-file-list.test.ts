import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readFileList } from '../../src/table/read-file-list.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-list-'))
})

afterEach(() => rm(directory, { recursive: true }))

async function put(...paths: string[]) {
  for (const path of paths) {
    await mkdir(join(directory, path, '..'), { recursive: true })
    await writeFile(join(directory, path), 'abc')
  }
}

describe('of a directory', () => {
  it('lists all files below, in order, with their size and day', async () => {
    await put('year=2012/month=3/day=2/part-0.parquet', 'year=2012/month=3/day=1/part-0.parquet')
    const list = await readFileList(directory)
    expect(list.files).toEqual([
      { path: join(directory, 'year=2012/month=3/day=1/part-0.parquet'), sizeBytes: 3, day: '2012-03-01' },
      { path: join(directory, 'year=2012/month=3/day=2/part-0.parquet'), sizeBytes: 3, day: '2012-03-02' },
    ])
    expect(list).toMatchObject({ format: 'parquet', directory, beside: [] })
  })

  it('skips hidden names, other formats, and what lies beside', async () => {
    await put('a.parquet', '_b.parquet', '.c.parquet', '_temporary/d.parquet', 'sensors.csv', 'README.md')
    const list = await readFileList(directory, ['sensors.csv', 'adjacency.csv'])
    expect(list.files).toEqual([{ path: join(directory, 'a.parquet'), sizeBytes: 3, day: null }])
    expect(list.beside).toEqual([join(directory, 'sensors.csv')])
  })

  it('refuses a mixture of formats', async () => {
    await put('a.parquet', 'b.csv')
    await expect(readFileList(directory)).rejects.toMatchObject({ code: 'data' })
  })

  it('refuses one without rows', async () => {
    await put('sensors.csv', 'notes.txt')
    await expect(readFileList(directory, ['sensors.csv'])).rejects.toThrow(
      `${directory}: the directory holds no .parquet, .csv or .csv.gz file`,
    )
  })
})

describe('of a file', () => {
  it('lists the file, and what lies beside it', async () => {
    await put('a.csv.gz', 'b.csv', 'sensors.csv')
    const path = join(directory, 'a.csv.gz')
    expect(await readFileList(path, ['sensors.csv'])).toEqual({
      format: 'csv',
      files: [{ path, sizeBytes: 3, day: null }],
      directory,
      beside: [join(directory, 'sensors.csv')],
    })
  })

  it('refuses a path where nothing is', async () => {
    const path = join(directory, 'absent')
    await expect(readFileList(path)).rejects.toMatchObject({
      code: 'data',
      message: `${path}: there is no such file or directory`,
    })
  })

  it('refuses a path below a file', async () => {
    await put('a.csv')
    await expect(readFileList(join(directory, 'a.csv/b.csv'))).rejects.toMatchObject({
      code: 'data',
      message: expect.stringContaining('b.csv: cannot be read (Error: ENOTDIR'),
    })
  })

  it('says that the storage failed where it is there and cannot be read', async () => {
    const path = join(directory, 'a.csv')
    await symlink(path, path)
    await expect(readFileList(path)).rejects.toMatchObject({
      code: 'storage',
      message: expect.stringContaining('a.csv: cannot be read (Error: ELOOP'),
    })
  })

  it('refuses another ending', async () => {
    await put('a.xlsx')
    await expect(readFileList(join(directory, 'a.xlsx'))).rejects.toThrow(
      'ends neither in .parquet nor in .csv',
    )
  })
})
