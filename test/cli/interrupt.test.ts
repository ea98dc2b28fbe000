import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const few = [
  '--set',
  'random_forest.grid={numTrees: [5], maxDepth: [4]}',
  '--set',
  'gradient_boosted_trees.maxIter=20',
]

describe('ctrl-C', () => {
  it.each([
    ['while readings are generated', 'No --data: generating'],
    ['while features are built', 'Building features from'],
    ['while rows are loaded', 'Loading features from'],
    ['while preparation is fitted', 'Fitting preprocessing pipeline'],
    ['in linear regression', 'Training Linear Regression'],
    ['in tuning', 'Performing hyperparameter tuning'],
    ['in boosting', 'Training Gradient Boosted Trees'],
    ['while versions are published', 'Saving model to'],
  ])(
    '%s ends in one line, with all versions or none, and leaves nothing lying about',
    async (phase, text) => {
      const models = phase.replaceAll(' ', '-')
      const args = ['train-all', '--sensors', '12', '--days', '3', '--folds', '2', '--models', models, ...few]
      const { code, stderr } = await runCli(args, { cwd, interruptOn: text })
      const published = ['linear_regression', 'random_forest', 'gradient_boosted_trees'].filter((name) =>
        existsSync(join(cwd, models, name)),
      )
      // what has begun to appear appears whole: then the run has ended well
      expect([code, published.length]).toEqual(code === 0 ? [0, 3] : [130, 0])
      if (code !== 0) expect(stderr.trim().split('\n').at(-1)).toMatch(/^error: interrupted/)
      if (text !== 'Saving model to') expect(code).toBe(130)
      // fits that are finished are kept for --resume
      expect(readdirSync(join(cwd, '.freeflow')).filter((name) => name !== 'studies')).toEqual([])
      const staging = join(cwd, models, '.freeflow', 'staging')
      expect(existsSync(staging) ? readdirSync(staging) : []).toEqual([])
    },
  )
})

it('of features or a sample leaves no half directory', async () => {
  await runCli(['sample', '--out', 'readings', '--sensors', '20', '--days', '3'], { cwd })
  const args = ['features', '--data', 'readings', '--out', 'features', '--timezone', 'America/Los_Angeles']
  const stopped = await runCli(args, { cwd, interruptOn: 'Reading readings' })
  expect(stopped.code).toBe(130)
  expect(readdirSync(cwd).filter((name) => name.includes('features'))).toEqual([])
})
