import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { buildFeatures } from '../../src/jobs/build-features.ts'
import { generateSample } from '../../src/jobs/generate-sample.ts'

let directory: string

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'freeflow-sample-'))
})

afterEach(() => rm(directory, { recursive: true }))

const report = { info: () => {}, warn: () => {} }
const size = { sensors: 4, days: 3, seed: 42, report }

it('writes readings and sensors that features are built from, none of them absent', async () => {
  const out = join(directory, 'sample')
  const sample = await generateSample({ ...size, out })
  expect(sample).toMatchObject({ out, sensors: 4, start: '2024-01-04T08:00:00.000Z' })
  const features = await buildFeatures({
    data: out,
    out: join(directory, 'features'),
    timezone: sample.timezone,
    byRow: false,
    seed: 42,
    threads: 1,
    report,
    clock: () => 0,
  })
  expect(features).toMatchObject({ rows: sample.rows, sensors: 4, files: 3, absent_columns: [] })
})

it('writes the same bytes for the same seed, others for another', async () => {
  const bytesOf = async (out: string, seed: number) => {
    await generateSample({ ...size, seed, out: join(directory, out) })
    const readings = await readFile(join(directory, out, 'readings.parquet'))
    return [readings.toString('base64'), await readFile(join(directory, out, 'sensors.csv'), 'utf8')]
  }
  const first = await bytesOf('a', 42)
  expect(await bytesOf('b', 42)).toEqual(first)
  expect(await bytesOf('c', 43)).not.toEqual(first)
})
