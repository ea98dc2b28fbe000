import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
const linear = ['--only', 'linear_regression', '--sensors', '2', '--days', '1']

async function plan(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await runCli(['train-all', '--dry-run', '--json', ...args], { cwd, env })
  expect(stderr).not.toMatch(/^error/m)
  expect(code).toBe(0)
  return JSON.parse(stdout)
}

beforeAll(() => {
  const text = `only: [linear_regression]
test-ratio: 0.3
seed: 3
sensors: 2
linear_regression: {regParam: 0.5, maxIter: 7}
random_forest: {seed: 5, grid: {numTrees: [5, 10]}}
`
  writeFileSync(join(cwd, 'c.yaml'), text)
})

describe('precedence', () => {
  it('is --set, flag, environment, file, preset, default', async () => {
    const env = {
      FREEFLOW_SEED: '4',
      FREEFLOW_TEST_RATIO: '0.35',
      FREEFLOW_DAYS: '2',
      FREEFLOW_DATA: 'nowhere',
    }
    const flags = ['--config', 'c.yaml', '--test-ratio', '0.4', '--days', '3', '--set', 'days=5']
    const { config } = await plan([...flags, '--set', 'linear_regression.regParam=0.25'], env)
    expect(config).toMatchObject({
      days: 5,
      'test-ratio': 0.4,
      seed: 4,
      sensors: 2,
      preset: 'nowcast',
      linear_regression: { regParam: 0.25, maxIter: 7, elasticNetParam: 0, tol: 1e-6 },
      // the preset's values, its own seed from the file
      random_forest: { numTrees: 100, maxDepth: 12, seed: 5, grid: { numTrees: [5, 10] } },
      // --seed where a model is given none
      gradient_boosted_trees: { maxIter: 100, seed: 4 },
    })
    expect(config).not.toHaveProperty('data')
  })

  it('serves verbs with flags that they require', async () => {
    writeFileSync(join(cwd, 'sample.yaml'), 'sensors: 1\ndays: 1\n')
    expect((await run('sample', '--config', 'sample.yaml', '--out', 'generated')).stdout).toMatch(
      /readings of 1 sensors/,
    )
    writeFileSync(join(cwd, 'features.yaml'), 'data: generated\ntimezone: America/Los_Angeles\n')
    expect((await run('features', '--config', 'features.yaml', '--out', 'features')).code).toBe(0)
    expect((await run('features', '--out', 'elsewhere')).stderr).toMatch(/required option '--data <uri>'/)
  })
})

describe('the effective config', () => {
  it('is kept with every model, and as a config file it does the same again', async () => {
    const first = JSON.parse((await run('train-all', '--config', 'c.yaml', '--days', '1', '--json')).stdout)
    const kept = JSON.parse((await run('models', 'show', 'linear_regression')).stdout)
    expect(kept.config).toMatchObject({ 'test-ratio': 0.3, days: 1, linear_regression: { regParam: 0.5 } })
    expect(kept.params).toEqual(kept.config.linear_regression)
    writeFileSync(join(cwd, 'again.json'), JSON.stringify(kept.config))
    const again = JSON.parse((await run('train-all', '--config', 'again.json', '--models', 'again')).stdout)
    expect(again.models.linear_regression.metrics).toEqual(first.models.linear_regression.metrics)
    const latest = (await run('models', 'show', 'linear_regression', '--models', 'again')).stdout
    expect(JSON.parse(latest).config).toEqual({ ...kept.config, models: 'again' })
  })
})

describe('what a config may not say', () => {
  it.each<[string, string[], RegExp]>([
    ['an absent file', ['--config', 'nowhere.yaml'], /^error: nowhere\.yaml: there is no such file$/m],
    [
      'a value out of bounds',
      ['--set', 'random_forest.maxDepth=31'],
      /^error: --set: random_forest\.maxDepth must be/m,
    ],
    ['a setting of another verb', ['--set', 'tset-ratio=1'], /^hint: did you mean test-ratio\?$/m],
  ])('%s ends with exit 2', async (_, args, message) => {
    const { code, stderr } = await run('train-all', ...linear, ...args)
    expect(stderr).toMatch(message)
    expect(code).toBe(2)
  })

  it('names a variable of the environment', async () => {
    const { code, stderr } = await runCli(['train-all', ...linear], { cwd, env: { FREEFLOW_THREADS: 'all' } })
    expect(stderr).toMatch(/^error: FREEFLOW_THREADS must be an integer in \[1, 256\], got all$/m)
    expect(code).toBe(2)
  })
})

describe('--dry-run', () => {
  it('tells rows, slots, fits, time and memory of a feature table, and leaves nothing behind', async () => {
    expect(existsSync(join(cwd, 'features'))).toBe(true)
    const before = readdirSync(cwd)
    const { data, models, seconds, memory_bytes } = await plan([
      '--data',
      'features',
      '--only',
      'random_forest',
      '--models',
      'none',
    ])
    expect(data).toMatchObject({ kind: 'features', files: 1, timezone: 'America/Los_Angeles', numeric: 16 })
    expect(data.rows_train + data.rows_test).toBe(data.rows)
    expect(data.start).toBe('2024-01-04T08:00:00.000Z')
    // 27 points and 5 folds; one fit for each of three minInstancesPerNode
    expect(models.random_forest).toMatchObject({
      points: 27,
      folds: 5,
      fits_equivalent: 135,
      fits_run: 15,
    })
    expect(seconds).toBeGreaterThan(0)
    expect(memory_bytes).toBeGreaterThan(1e8)
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('expects the rows and slots that the run then has', async () => {
    const args = ['--data', 'features', '--only', 'linear_regression', '--models', 'm']
    const { data } = await plan(args)
    const done = JSON.parse((await run('train-all', ...args, '--json')).stdout)
    expect(data.rows).toBe(done.data.rows)
    const vector = done.checks.find(({ id }: { id: string }) => id === 'S6.vector')
    expect(vector.evidence).toContain(`${data.slots} slots`)
  })

  it('counts readings within the dates', async () => {
    const args = ['--data', 'generated', '--timezone', 'America/Los_Angeles', ...linear.slice(0, 2)]
    const { data } = await plan(args)
    expect(data).toMatchObject({ kind: 'readings', absent_columns: [] })
    const { code, stderr } = await run('train-all', '--dry-run', ...args, '--start-date', '2025-01-01')
    expect(stderr).toMatch(/^error: generated: no row from 2025-01-01/m)
    expect(code).toBe(3)
  })

  it('says in words that times are estimates', async () => {
    const { stdout } = await run('train-all', '--dry-run', ...linear)
    expect(stdout).toMatch(/^DRY RUN: nothing is trained or published$/m)
    expect(stdout).toMatch(/^Rows: about 547 /m)
    expect(stdout).toMatch(
      /^Linear Regression: 1 point x 5 folds, 5 fits run for 5 asked, and one on all training rows, about /m,
    )
    expect(stdout).toMatch(/^Estimated time: .* measured on generated rows/m)
    expect(stdout).toMatch(/^Estimated memory: 0\.\d\d GB$/m)
  })
})
