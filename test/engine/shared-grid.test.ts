import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { CrossValidation } from '../../src/engine/cross-validation.ts'
import { embeddedEngine } from '../../src/engine/embedded/embedded-engine.ts'
import type { RunData } from '../../src/engine/engine.ts'
import type { JobHost } from '../../src/engine/host.ts'
import { buildFeatures } from '../../src/jobs/build-features.ts'
import { effectiveParams } from '../../src/jobs/effective-config.ts'
import { generateSample } from '../../src/jobs/generate-sample.ts'
import { curvePoints } from '../../src/jobs/learning-curves.ts'
import { nowcast } from '../../src/jobs/presets.ts'
import { gridPoints } from '../../src/learn/plan-fits.ts'
import { sqlString, withDuckDb } from '../../src/table/duckdb.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { whyNoReadings, writeFewSensors } from '../cluster/few-sensors.ts'

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 })

const folder = temporaryFolder()
const silent = { info: () => {}, warn: () => {}, progress: () => {} }
const host: JobHost = {
  report: silent,
  now: () => 0,
  newId: () => 'id',
  signal: new AbortController().signal,
  hdfs: {},
}
const study = { scoresOf: () => null, keep: () => {}, isTimeUp: () => false }
const name = 'random_forest'
// the shape of the grid that was asked for, of smaller forests
const grid = { numTrees: [2, 4, 6], maxDepth: [8, 10, 12], minInstancesPerNode: [1, 2, 5] }
const points = gridPoints(grid).map((point) => ({
  ...effectiveParams(name, nowcast, { seed: 42, tune: true }),
  ...point,
}))

/** Loads the rows of one local day, in five folds. */
async function load(readings: string, day: string): Promise<RunData> {
  const out = `${readings}-features`
  const timezone = 'America/Los_Angeles'
  const clock = () => 0
  await buildFeatures({
    data: readings,
    out,
    timezone,
    byRow: false,
    seed: 42,
    threads: 2,
    report: silent,
    clock,
  })
  const options = {
    data: out,
    nulls: 'drop',
    split: 'random',
    testRatio: 0.2,
    purge: 'auto',
    folds: 5,
    startDate: day,
    endDate: day,
    seed: 42,
    threads: 1,
  } as const
  return embeddedEngine('0').load(options, nowcast, host)
}

async function scoreApart(data: RunData): Promise<CrossValidation[]> {
  const found: CrossValidation[] = []
  for (const point of points)
    found.push(await data.crossValidate({ name, points: [point], extras: [], study }))
  return found
}

/** Writes readings of a generated network whose values are rounded so far that most of them are equal. */
async function writeTied(out: string): Promise<void> {
  const exact = `${out}-exact`
  await generateSample({ out: exact, sensors: 8, days: 1, seed: 42, report: silent })
  mkdirSync(out)
  copyFileSync(join(exact, 'sensors.csv'), join(out, 'sensors.csv'))
  const from = sqlString(join(exact, 'readings.parquet'))
  const to = sqlString(join(out, 'readings.parquet'))
  const rounded = `10 * round(speed / 10) AS speed, 20 * round(volume / 20) AS volume,
    round(occupancy, 1) AS occupancy`
  await withDuckDb({ threads: 1 }, (connection) =>
    connection.run(`COPY (SELECT * REPLACE (${rounded}) FROM read_parquet(${from})) TO ${to}`),
  )
}

const absent = whyNoReadings()

describe('a grid of 27 points comes to the scores of 135 separate fits, to the last bit', () => {
  const note = absent === null ? '' : ` (skipped: ${absent})`
  it.skipIf(absent !== null)(`on a day of METR-LA${note}`, async () => {
    const readings = join(folder, 'readings')
    await writeFewSensors(readings)
    await holdShared(await load(readings, '2012-03-01'))
  })

  it('on generated rows full of ties', async () => {
    const tied = join(folder, 'tied')
    await writeTied(tied)
    await holdShared(await load(tied, '2024-01-04'))
  })
})

async function holdShared(data: RunData): Promise<void> {
  const shared = await data.crossValidate({ name, points, extras: curvePoints(name, points), study })
  const apart = await scoreApart(data)
  expect([shared.fitsEquivalent, shared.fitsRun]).toEqual([135, 15])
  expect(apart.reduce((sum, { fitsRun }) => sum + fitsRun, 0)).toBe(135)
  expect(shared.points).toEqual(apart.flatMap((one) => one.points))
  // the points differ, or equality would say nothing
  expect(new Set(shared.points.map(({ mean }) => mean)).size).toBeGreaterThan(6)
}
