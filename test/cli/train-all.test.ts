import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadModel } from '../../src/predict/load-model.ts'
import { type CliResult, runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const run = (...args: string[]) => runCli(args, { cwd })
// enough trees for every check to have something to say
const few = [
  '--sensors',
  '8',
  '--days',
  '3',
  '--set',
  'random_forest.numTrees=20',
  '--set',
  'gradient_boosted_trees.maxIter=20',
]
const names = ['linear_regression', 'random_forest', 'gradient_boosted_trees']

describe('train-all on a generated network', () => {
  let trained: CliResult
  let summary: ReturnType<typeof JSON.parse>
  beforeAll(async () => {
    trained = await run('train-all', ...few, '--no-cv', '--json')
    summary = JSON.parse(trained.stdout)
  })

  it('ends well and prints one document on stdout', () => {
    expect(trained.code).toBe(0)
    expect(Object.keys(summary.models)).toEqual(names)
    expect(summary.schema_version).toBe(1)
  })

  it('writes the log lines that users search for', () => {
    const lines = [
      /^Loading features from /m,
      /^Loaded \d+ records/m,
      /^Fitting preprocessing pipeline\.\.\.$/m,
      /^Train set: \d+ records$/m,
      /^Test set: \d+ records$/m,
      /^Training Random Forest model\.\.\.$/m,
      /^Test RMSE: \d+\.\d{4} \(target: 0\.752\)$/m,
      /^Test R²: \d\.\d{6} \(target: 0\.9996\)$/m,
      /^Test MAE: \d+\.\d{4} \(target: 0\.289\)$/m,
      /^Top 10 most important features:$/m,
      /^1\. traffic_efficiency: 0\.\d{4} \(\d\d\.\d\d%\)$/m,
      /^✓ traffic_efficiency is top feature at \d\d\.\d\d%$/m,
      /^Saving model to /m,
      /^Model saved successfully to /m,
      /^Model size: /m,
      /^Latest model version: \d{8}_\d{6}$/m,
      /^TRAINING COMPLETE - SUMMARY$/m,
    ]
    for (const line of lines) expect(trained.stderr).toMatch(line)
  })

  it('shows the leak with its formulas beside the verdict, and no forecast', () => {
    expect(summary.audit.verdict).toBe('leaking')
    expect(summary.audit.leaks[0].formula).toBe('speed = 3 * speed_ma_15min - speed_lag_1 - speed_lag_2')
    expect(summary.audit.leaks[1].formula).toMatch(
      /^speed = c \* traffic_efficiency, c = 6[05] \(highway_encoded/,
    )
    expect(trained.stderr).toContain('LEAK: these scores come from features that contain the answer.')
    expect(trained.stderr).toContain('no defensible forecast yet')
  })

  it('says NOT RUN of what it did not run', () => {
    const notRun = summary.checks.filter((check: { pass: boolean | null }) => check.pass === null)
    expect(notRun.map((check: { id: string }) => check.id)).toEqual([
      'S12.grid',
      'S16.done',
      'S16.mean',
      'S16.std',
    ])
    expect(trained.stderr).toMatch(/^NOT RUN S16\.mean/m)
  })

  it('gives every importance its right name, per slot and per column', () => {
    const { slot_importance, feature_importance } = summary.models.random_forest
    const sum = (list: { importance: number }[]) =>
      list.reduce((total, { importance }) => total + importance, 0)
    expect(sum(slot_importance)).toBeCloseTo(1, 9)
    expect(sum(feature_importance)).toBeCloseTo(1, 9)
    expect(feature_importance).toHaveLength(21)
    const slots = slot_importance.map(({ slot }: { slot: string }) => slot)
    expect(new Set(slots).size).toBe(slots.length)
    expect(slots).toContain('congestion_level=low')
    expect(slots).toContain('is_rush_hour=1')
  })

  it('leaves three versions that list, latest, show and verify accept', async () => {
    const list = JSON.parse((await run('models', 'list', '--json')).stdout)
    expect(list.map(({ model, state }: { model: string; state: string }) => [model, state]).sort()).toEqual(
      names.map((name) => [name, 'whole']).sort(),
    )
    for (const name of names) {
      const latest = await run('models', 'latest', name)
      expect(latest.stdout).toBe(`${summary.models[name].path}\n`)
      expect((await run('models', 'verify', latest.stdout.trim())).code).toBe(0)
      const shown = JSON.parse((await run('models', 'show', name)).stdout)
      expect(Object.keys(shown).slice(0, 4)).toEqual(['model_name', 'timestamp', 'metrics', 'model_path'])
      expect(shown.run_id).toBe(summary.run_id)
    }
  })

  it('leaves nothing in the work and staging folders', () => {
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual([])
    expect(readdirSync(join(cwd, 'models', '.freeflow', 'staging'))).toEqual([])
  })

  it('predicts a file of readings, and a service predicts the golden rows the same', async () => {
    expect((await run('sample', '--out', 'readings', '--sensors', '2', '--days', '1')).code).toBe(0)
    const predicted = await run(
      'predict',
      'random_forest',
      '--data',
      'readings',
      '--out',
      'speeds.csv',
      '--json',
    )
    expect(predicted.code).toBe(0)
    const { rows, rows_without_prediction } = JSON.parse(predicted.stdout)
    const [header, ...lines] = readFileSync(join(cwd, 'speeds.csv'), 'utf8').trim().split('\n')
    expect(header).toBe('sensor_id,timestamp,prediction')
    expect(lines).toHaveLength(rows)
    expect(lines.filter((line) => line.endsWith(',')).length).toBe(rows_without_prediction)
    const model = await loadModel(join(cwd, 'models', 'random_forest'))
    const golden = JSON.parse(readFileSync(join(summary.models.random_forest.path, 'golden.json'), 'utf8'))
    expect([...model.predict(golden.rows)]).toEqual(golden.predictions)
    const columns = Object.fromEntries(
      model.columns.map((name) => [name, golden.rows.map((row: never) => row[name])]),
    )
    expect([...model.predict(columns)]).toEqual(golden.predictions)
    expect(() => model.predict([{ ...golden.rows[0], speed_lag_1: undefined }])).toThrow(
      'row 0, column speed_lag_1: expected a finite number, got nothing',
    )
  })

  it('gives the same model bytes again, with other threads', async () => {
    const args = [
      ...few,
      '--no-cv',
      '--threads',
      '1',
      '--models',
      'again',
      '--json',
      '--only',
      'random_forest',
    ]
    const again = JSON.parse((await run('train-all', ...args)).stdout)
    const bytes = (path: string) => readFileSync(join(path, 'model', 'data', 'part-00000.snappy.parquet'))
    expect(bytes(again.models.random_forest.path).equals(bytes(summary.models.random_forest.path))).toBe(true)
  })
})

describe('a run that is refused', () => {
  const small = ['--sensors', '2', '--days', '1', '--only', 'linear_regression', '--no-cv']

  it('publishes nothing on a leak, with exit 7, and still shows its verdict', async () => {
    const { code, stdout, stderr } = await run('train-all', ...small, '--models', 'refused', '--fail-on-leak')
    expect(code).toBe(7)
    expect(stdout).toContain('TRAINING COMPLETE - SUMMARY')
    expect(stderr).toMatch(/^error: the features give the target away/m)
    expect(existsSync(join(cwd, 'refused', 'linear_regression'))).toBe(false)
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('%s ends it with exit %i, and nothing is left but the search', async (signal, code) => {
    const args = ['train-all', '--sensors', '20', '--days', '4', '--models', 'stopped']
    const stopped = await runCli(args, { cwd, interruptOn: 'Training Random Forest', signal })
    expect(stopped.code).toBe(code)
    expect(stopped.stderr).toMatch(/^error: interrupted/m)
    expect(existsSync(join(cwd, 'stopped', 'random_forest'))).toBe(false)
    expect(readdirSync(join(cwd, '.freeflow'))).toEqual(['studies'])
  })
})
