import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { JobHost } from '../../src/engine/host.ts'
import type { TrainAllOptions } from '../../src/jobs/run.ts'
import { trainAll } from '../../src/jobs/train-all.ts'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { modelHashes } from '../faults/model-hashes.ts'

vi.setConfig({ testTimeout: 120_000 })

const folder = temporaryFolder()
const options = (models: string, more: Partial<TrainAllOptions>): TrainAllOptions => ({
  data: join(folder, 'features'),
  models: join(folder, models),
  work: join(folder, 'work'),
  only: ['random_forest', 'gradient_boosted_trees'],
  params: {
    linear_regression: {},
    random_forest: { numTrees: 3, maxDepth: 4 },
    gradient_boosted_trees: { maxIter: 3 },
  },
  ...{
    sensors: 0,
    days: 0,
    seed: 42,
    threads: 1,
    nulls: 'drop',
    split: 'random',
    testRatio: 0.2,
    purge: 'auto',
  },
  ...{ folds: 4, cv: true, tune: false, select: 'best', enforceTargets: false, failOnLeak: false },
  ...{ sharesPreprocessing: false, codeVersion: '0', ...more },
})

/** A host whose clock goes on by an hour when the forest has been scored on its first fold. */
function hostThatLags(): JobHost {
  let ms = 0
  const progress = (task: string, done: number, total: number) => {
    if (task.startsWith('random_forest: cross-validation') && done === total / 4) ms = 3_600_000
  }
  let id = 0
  const newId = () => `id-${id++}`
  const report = { info: () => {}, warn: () => {}, progress }
  return { report, now: () => ms, newId, signal: new AbortController().signal, hdfs: {} }
}

it('a run out of time publishes what it has, says what it has not done, and comes to all with --resume', async () => {
  await runCli(['sample', '--out', 'readings', '--sensors', '4', '--days', '2'], { cwd: folder })
  await runCli(['features', '--data', 'readings', '--out', 'features'], { cwd: folder })
  const cut = await trainAll(options('cut', { timeLimit: '1h' }), hostThatLags())
  expect(Object.keys(cut.summary.models)).toEqual(['random_forest'])
  expect(cut.summary.models['random_forest'].cv?.folds).toHaveLength(1)
  expect(cut.summary.not_done).toEqual([
    'random_forest: 1 of 4 folds were scored',
    'gradient_boosted_trees: not trained',
  ])

  const resumed = await trainAll(options('resumed', { resume: true }), hostThatLags())
  const whole = await trainAll(options('whole', { work: join(folder, 'other') }), hostThatLags())
  expect(resumed.summary.not_done).toEqual([])
  expect(resumed.summary.models['random_forest'].cv).toEqual(whole.summary.models['random_forest'].cv)
  const hashes = modelHashes(join(folder, 'whole'))
  expect(hashes).toHaveLength(4)
  expect(modelHashes(join(folder, 'resumed'))).toEqual(hashes)
})
