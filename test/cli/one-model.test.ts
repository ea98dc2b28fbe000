import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../src/predict/load-model.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const small = ['--data', 'features', '--folds', '3', '--json']

beforeAll(async () => {
  await run('sample', '--out', 'readings', '--sensors', '16', '--days', '2')
  await run('features', '--data', 'readings', '--out', 'features', '--timezone', 'America/Los_Angeles')
}, 60_000)

describe('cv', () => {
  it('scores one model in each fold and publishes nothing', async () => {
    const { code, stdout } = await run('cv', 'linear_regression', ...small)
    const { cv, tuning, model } = JSON.parse(stdout)
    expect([code, model, tuning]).toEqual([0, 'linear_regression', null])
    expect(cv.folds).toHaveLength(3)
    const mean = (cv.folds[0] + cv.folds[1] + cv.folds[2]) / 3
    const deviation = Math.sqrt(cv.folds.reduce((sum: number, r2: number) => sum + (r2 - mean) ** 2, 0) / 2)
    expect(cv.mean).toBeCloseTo(mean, 12)
    expect(cv.std).toBeCloseTo(deviation, 12)
    expect(cv.ddof).toBe(1)
    expect(existsSync(join(cwd, 'models'))).toBe(false)
  })

  it.each(['temporal', 'sensor'])('cuts folds by %s as well', async (split) => {
    const { code, stdout } = await run('cv', 'linear_regression', ...small, '--split', split)
    expect(code).toBe(0)
    expect(JSON.parse(stdout).cv.folds).toHaveLength(3)
  })

  it('says the average in the words that users search for', async () => {
    const { stdout } = await run('cv', 'linear_regression', '--data', 'features')
    expect(stdout).toMatch(/^Average R² across 5 folds: 0\.\d{6} \(deviation 0\.\d{6}\)$/m)
    // no score without the finding on how it came about
    expect(stdout).toMatch(/^LEAK: these scores come from features that contain the answer\.$/m)
    expect(stdout).toMatch(/^How well it is predicted: freeflow train-all --preset forecast/m)
  })
})

describe('tune', () => {
  const grid = [
    '--set',
    'random_forest.grid={numTrees: [2, 4], maxDepth: [2, 3], minInstancesPerNode: [1, 5]}',
  ]

  it('searches a grid with one fit for each value that does not nest', async () => {
    const { code, stdout } = await run('tune', 'random_forest', ...small, ...grid)
    const { tuning, params, cv } = JSON.parse(stdout)
    expect(code).toBe(0)
    expect(tuning.points).toHaveLength(8)
    expect([tuning.fits_equivalent, tuning.fits_run]).toEqual([24, 6])
    const best = Math.max(...tuning.points.map(({ mean }: { mean: number }) => mean))
    expect(cv.mean).toBe(best)
    expect(params).toMatchObject(tuning.best)
    expect(tuning.at_edge).toContain('maxDepth')
  })

  it('prints the best points and warns of the edge', async () => {
    const { stdout } = await run('tune', 'linear_regression', '--data', 'features', '--folds', '2')
    expect(stdout).toMatch(/^Best: regParam \S+, elasticNetParam \S+$/m)
    expect(stdout).toMatch(/^The best score is a little too good/m)
    expect(stdout).toMatch(/^ {2}speed = 3 \* speed_ma_15min - speed_lag_1 - speed_lag_2$/m)
  })

  it('names the highest score where a simpler point within one standard error is chosen', async () => {
    // 80 trees are better than 20, by less than the folds differ
    const near = ['--set', 'random_forest.grid={numTrees: [20, 80]}', '--set', 'random_forest.maxDepth=8']
    const flags = ['random_forest', '--data', 'features', '--folds', '3', '--select', 'one-se', ...near]
    const { tuning } = JSON.parse((await run('tune', ...flags, '--json')).stdout)
    expect(tuning.best).toEqual({ numTrees: 20 })
    expect(tuning.highest.params.numTrees).toBe(80)
    expect(tuning.runner_up).toEqual(tuning.highest)
    const { stdout } = await run('tune', ...flags)
    expect(stdout).toMatch(/^Simplest within one standard error: numTrees 20$/m)
    expect(stdout).toMatch(/^Highest score: numTrees 80 \(R² 0\.\d{6}\)$/m)
    expect(stdout).not.toMatch(/^Second/m)
  })

  it('has a grid for boosting too', async () => {
    const short = ['--set', 'gradient_boosted_trees.grid={maxIter: [1, 3], stepSize: [0.1, 0.5]}']
    const { stdout } = await run('tune', 'gradient_boosted_trees', ...small, ...short)
    const { tuning } = JSON.parse(stdout)
    expect([tuning.fits_equivalent, tuning.fits_run]).toEqual([12, 6])
  })
})

describe('train', () => {
  it('publishes one model and leaves the shared preprocessing alone', async () => {
    const { code, stdout } = await run('train', 'linear_regression', '--data', 'features', '--json')
    expect(code).toBe(0)
    const { models } = JSON.parse(stdout)
    expect(Object.keys(models)).toEqual(['linear_regression'])
    expect(existsSync(models.linear_regression.path)).toBe(true)
    expect(existsSync(join(cwd, 'models', 'preprocessing'))).toBe(false)
    const model = await loadModel(models.linear_regression.path)
    expect(() => model.predictIntervals([])).toThrow('this version has no intervals')
  })

  it.each([
    ['random_forest', 'numTrees', 1],
    ['gradient_boosted_trees', 'maxIter', 2],
  ])(
    '--profile divides the time of %s among phases, and finds no more than there was',
    async (name, trees, threads) => {
      const flags = [
        '--models',
        'profiled',
        '--set',
        `${name}.${trees}=30`,
        '--threads',
        `${threads}`,
        '--profile',
      ]
      const { stdout, stderr } = await run('train', name, '--data', 'features', '--json', ...flags)
      const [, total] = /, (\d+\.\d\d) s of all threads, timed call by call:$/m.exec(stderr) ?? []
      const lines = stderr.split('\n').flatMap((line) => {
        const [, phase, seconds] = /^ {2}(\w+) +\d+ % +(\d+\.\d\d)/.exec(line) ?? []
        return phase === undefined ? [] : [[phase, Number(seconds)] as const]
      })
      const phases = lines.map(([phase]) => phase)
      expect(phases).toEqual(['bins', 'bag', 'histograms', 'splits', 'moving', 'leaves', 'rest'])
      const sum = lines.reduce((before, [, seconds]) => before + seconds, 0)
      // each is rounded to a hundredth
      const slack = 0.005 * (lines.length + 1)
      expect(Math.abs(sum - Number(total))).toBeLessThanOrEqual(slack)
      expect(Number(total)).toBeGreaterThan(0.05)
      expect(sum).toBeLessThanOrEqual(threads * JSON.parse(stdout).models[name].seconds.fit + slack)
    },
  )

  it('refuses a model that it does not know', async () => {
    const { code, stderr } = await run('train', 'svm')
    expect(code).toBe(2)
    expect(stderr).toMatch(/must be one of linear_regression, random_forest, gradient_boosted_trees/)
  })
})

it('train-all tunes what the config gives a grid, and shows it in the checks', async () => {
  const grid = ['--set', 'random_forest.grid={numTrees: [2, 3], maxDepth: [2, 3]}', '--only', 'random_forest']
  const { stdout, stderr } = await run('train-all', ...small, ...grid)
  const { models, checks } = JSON.parse(stdout)
  expect(models.random_forest.tuning.points).toHaveLength(4)
  expect(models.random_forest.metrics.num_trees).toBe(models.random_forest.tuning.best.numTrees)
  const find = (id: string) => checks.find((check: { id: string }) => check.id === id)
  expect(find('S12.grid')).toMatchObject({ pass: true })
  expect(find('S16.mean').pass).not.toBeNull()

  // whoever reads the score of the search is told that it is too good, wherever it stands
  const note = 'The best score is a little too good: it was chosen for being the best.'
  const { cv, tuning, path } = models.random_forest
  expect([cv.note, tuning.note]).toEqual([note, note])
  expect(JSON.parse(readFileSync(join(path, 'metadata.json'), 'utf8')).cv.note).toBe(note)
  expect(stderr.split('\n').filter((line) => line.includes(note))).toHaveLength(2)
  expect(stderr).toContain(`Scores on folds (Random Forest): ${note}`)
})

it('train-all says nothing of a search where there was none', async () => {
  const given = ['--set', 'random_forest.maxDepth=2', '--set', 'random_forest.numTrees=2']
  const flags = ['--set', 'random_forest.minInstancesPerNode=1', '--only', 'linear_regression,random_forest']
  const { stdout, stderr } = await run('train-all', ...small, ...given, ...flags)
  const { cv, tuning } = JSON.parse(stdout).models.random_forest
  expect([cv.note, tuning]).toEqual([null, null])
  expect(stderr).not.toContain('a little too good')
})

it('imputes nulls where it is asked to, with the mean of the training rows, and says so in the pipeline', async () => {
  const flags = [
    '--nulls',
    'impute',
    '--only',
    'linear_regression',
    '--models',
    'imputed',
    '--no-cv',
    '--json',
  ]
  const { stdout, code } = await run('train-all', '--data', 'features', ...flags)
  const { data, models, audit } = JSON.parse(stdout)
  expect(code).toBe(0)
  // each sensor begins without a history: nothing is set aside for that
  expect(data.rows_train + data.rows_test).toBe(data.rows)
  expect(audit.verdict).toBe('leaking')
  const stages = readdirSync(join(models.linear_regression.path, 'preprocessing', 'stages'))
  expect(stages[0]).toMatch(/^0_imputer_/)
  const out = ['--models', 'imputed', '--out', 'imputed.csv', '--json']
  const predicted = await run('predict', 'linear_regression', '--data', 'features', ...out)
  expect(JSON.parse(predicted.stdout).rows_without_prediction).toBe(0)
})

it('predicts with a version of an older job, which has no manifest, only where that is allowed', async () => {
  const name = 'linear_regression'
  const trained = await run('train', name, '--data', 'features', '--models', 'whole', '--json')
  const { path } = JSON.parse(trained.stdout).models[name]
  const old = join(cwd, 'old', name, '20200101_000000')
  for (const file of ['model', 'metadata.json'])
    cpSync(join(path, file), join(old, file), { recursive: true })
  cpSync(join(path, 'preprocessing'), join(cwd, 'old', 'preprocessing', 'model'), { recursive: true })

  const predict = (...args: string[]) => run('predict', name, '--data', 'features', ...args)
  const allowed = ['--models', 'old', '--allow-unverified']
  expect((await predict('--models', 'old', '--out', 'none.csv')).code).toBe(3)
  expect((await predict('--models', 'whole', '--out', 'whole.csv')).code).toBe(0)
  expect((await predict(...allowed, '--out', 'old.csv')).code).toBe(0)
  expect(readFileSync(join(cwd, 'old.csv'), 'utf8')).toBe(readFileSync(join(cwd, 'whole.csv'), 'utf8'))
  expect((await loadModel(old, { allowUnverified: true })).version).toBe('20200101_000000')
  await expect(loadModel(old)).rejects.toThrow('MANIFEST.json is missing')

  // only the missing manifest is tolerated
  cpSync(path, join(cwd, 'old', name, '20200102_000000'), { recursive: true })
  rmSync(join(cwd, 'old', name, '20200102_000000', 'golden.json'))
  const damaged = await predict(...allowed, '--out', 'none.csv')
  expect(damaged.stderr).toContain('golden.json is missing')
  await expect(
    loadModel(join(cwd, 'old', name, '20200102_000000'), { allowUnverified: true }),
  ).rejects.toThrow('golden.json is missing')
})

it('takes a parameter that is given for what it is, and searches the rest of the grid', async () => {
  const given = [
    '--set',
    'random_forest.maxDepth=3',
    '--set',
    'random_forest.numTrees=4',
    '--only',
    'random_forest',
  ]
  const { stdout } = await run('train-all', ...small, ...given)
  const { random_forest } = JSON.parse(stdout).models
  expect(random_forest.metrics).toMatchObject({ num_trees: 4, max_depth: 3 })
  expect(random_forest.tuning.points.map(({ params }: { params: object }) => params)).toMatchObject([
    { minInstancesPerNode: 1 },
    { minInstancesPerNode: 2 },
    { minInstancesPerNode: 5 },
  ])
})

it('goes on when nobody reads what it prints any more', async () => {
  const { code, stderr } = await runCli(
    ['train', 'linear_regression', '--data', 'features', '--models', 'piped'],
    { cwd, closeOn: 'Loading features' },
  )
  expect(stderr).not.toMatch(/EPIPE/)
  expect(code).toBe(0)
  expect(existsSync(join(cwd, 'piped', 'linear_regression'))).toBe(true)
})
