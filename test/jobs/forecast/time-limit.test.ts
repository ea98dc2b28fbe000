import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import { trainAll } from '../../../src/jobs/train-all.ts'
import { temporaryFolder } from '../../cli/temporary-folder.ts'

vi.setConfig({ testTimeout: 120_000 })

const cwd = temporaryFolder()
const options = {
  preset: 'forecast',
  horizon: '15m,30m',
  only: ['linear_regression'],
  models: join(cwd, 'models'),
  work: join(cwd, 'work'),
  sensors: 6,
  days: 4,
  split: 'random',
  testRatio: 0.2,
  purge: 'auto',
  nulls: 'drop',
  folds: 3,
  seed: 42,
  threads: 1,
  params: {},
  grids: {},
  tune: true,
  cv: true,
  select: 'best',
  timeLimit: '1h',
  sharesPreprocessing: false,
  enforceTargets: false,
  failOnLeak: false,
  codeVersion: '0',
} as const

/** Runs the job with a clock on which two hours pass when a line of the log begins so. */
function trainUntil(beginning: string) {
  let passedMs = 0
  const info = (line: string) => {
    if (line.startsWith(beginning)) passedMs = 7_200_000
  }
  const report = { info, warn: () => {}, progress: () => {} }
  let numIds = 0
  const host = {
    report,
    now: () => Date.now() + passedMs,
    newId: () => `id-${beginning.replaceAll(/\W/g, '')}-${++numIds}`,
    signal: new AbortController().signal,
    hdfs: {},
  }
  return trainAll(options, host)
}

it.each([
  ['while the second horizon is prepared', 'Forecast 30m: deriving features'],
  ['while the first one is trained', 'Training Linear Regression model'],
])('publishes the first horizon where the time is over %s', async (_, beginning) => {
  const { summary } = await trainUntil(beginning)
  expect(Object.keys(summary.models)).toEqual(['linear_regression_15m'])
  expect(summary.models['linear_regression_15m'].version).not.toBeNull()
  expect(Object.keys(summary.forecast.horizons)).toEqual(['15m'])
  expect(summary.not_done).toEqual(['linear_regression_30m: not trained'])
})

it('is out of budget where the time is over before one model is trained', async () => {
  await expect(trainUntil('Forecast 15m: deriving features')).rejects.toThrow(
    'the time was up before one model was trained',
  )
})
