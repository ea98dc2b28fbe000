import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { readFeaturesNote } from '../../src/traffic/features-note.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-note-'))
})

afterEach(() => rm(directory, { recursive: true }))

it('is empty where there is none', async () => {
  expect(await readFeaturesNote(directory)).toEqual({ absentColumns: [], timezone: null, network: null })
})

it('is read in the directory, or beside the file', async () => {
  await writeFile(join(directory, '_freeflow.json'), '{"absent_columns": ["volume"], "timezone": "UTC"}')
  await writeFile(join(directory, 'a.parquet'), '')
  const note = { absentColumns: ['volume'], timezone: 'UTC', network: null }
  expect(await readFeaturesNote(directory)).toEqual(note)
  expect(await readFeaturesNote(join(directory, 'a.parquet'))).toEqual(note)
})

it('is not taken for absent where it cannot be read', async () => {
  await mkdir(join(directory, '_freeflow.json'))
  await expect(readFeaturesNote(directory)).rejects.toMatchObject({
    code: 'storage',
    message: expect.stringContaining('_freeflow.json: cannot be read (Error: EISDIR'),
  })
})
