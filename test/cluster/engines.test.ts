import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readModel } from '../../src/sparkml/read-model.ts'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { whyNoReadings, writeFewSensors } from './few-sensors.ts'
import { findPySpark, runPython } from './pyspark.ts'
import { type SparkServer, startSparkServer, whyNoServer } from './spark-server.ts'

// minutes where the machine is busy
vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 })

const accept = resolve(process.env.FREEFLOW_DATA ?? '../shared/data', '../accept')
const absent = whyNoServer() ?? whyNoReadings()
if (absent !== null) console.warn(`LEFT OUT: nothing was trained with the engine of Spark: ${absent}`)

const names = ['linear_regression', 'random_forest', 'gradient_boosted_trees']
const config = `
folds: 2
start-date: 2012-03-02
end-date: 2012-03-05
random_forest: { numTrees: 10, grid: { maxDepth: [5, 8] } }
gradient_boosted_trees: { maxIter: 5, maxDepth: 5 }
`

describe.skipIf(absent !== null)('the same run on both engines', () => {
  const cwd = temporaryFolder()
  let server: SparkServer
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another process
  const summaries: Record<string, any> = {}
  beforeAll(async () => {
    await writeFewSensors(join(cwd, 'readings'))
    writeFileSync(join(cwd, 'config.yaml'), config)
    expect((await runCli(['features', '--data', 'readings', '--out', 'features'], { cwd })).code).toBe(0)
    server = await startSparkServer(join(cwd, 'run'), {})
    for (const engine of ['embedded', 'spark']) {
      const given = [
        '--data',
        'features',
        '--models',
        engine,
        '--engine',
        engine,
        '--parallelism',
        '2',
        '--json',
      ]
      const env = { SPARK_REMOTE: server.remote }
      const ended = await runCli(['train-all', '--config', 'config.yaml', ...given], { cwd, env })
      expect(ended, ended.stderr).toMatchObject({ code: 0 })
      summaries[engine] = JSON.parse(ended.stdout)
    }
  })
  afterAll(() => server?.stop())

  const metadataOf = (engine: string, name: string) =>
    JSON.parse(readFileSync(join(summaries[engine].models[name].path, 'metadata.json'), 'utf8'))
  const modelOf = (engine: string, name: string) =>
    readModel(join(summaries[engine].models[name].path, 'model'))

  it.each(names)('gives metadata of %s with the same keys', (name) => {
    const keys = (engine: string) =>
      Object.entries(metadataOf(engine, name)).flatMap(([key, value]) => [
        key,
        ...(typeof value === 'object' && value !== null && !Array.isArray(value)
          ? Object.keys(value).map((inner) => `${key}.${inner}`)
          : []),
      ])
    // the order of keys too, but not the order in which categories were counted
    expect(keys('spark').toSorted()).toEqual(keys('embedded').toSorted())
    expect(metadataOf('spark', name).engine).toEqual({
      name: 'spark',
      version: expect.stringMatching(/^4\./),
    })
    expect(JSON.stringify(metadataOf('spark', name))).not.toContain('token')
  })

  it('learns from the same rows and finds the same in them', () => {
    const { sha256: _, ...rows } = summaries.embedded.data
    expect(summaries.spark.data).toMatchObject(rows)
    expect(rows.rows_train).toBeGreaterThan(10_000)
    const formulas = (engine: string) =>
      summaries[engine].audit.leaks.map(({ formula }: { formula: string }) => formula)
    expect(formulas('spark')).toEqual(formulas('embedded'))
    const features = (engine: string) => metadataOf(engine, 'linear_regression').features
    expect(features('spark')).toEqual(features('embedded'))
  })

  it('fits linear regression to the same coefficients, within 1e-6', async () => {
    const [ours, theirs] = [await modelOf('embedded', names[0]), await modelOf('spark', names[0])]
    if (ours.kind !== 'linear_regression' || theirs.kind !== 'linear_regression') throw new Error(ours.kind)
    expect(Math.abs(theirs.intercept / ours.intercept - 1)).toBeLessThan(1e-6)
    ours.coefficients.forEach((coefficient, slot) => {
      expect(Math.abs(theirs.coefficients[slot] - coefficient)).toBeLessThanOrEqual(
        1e-6 * Math.abs(coefficient),
      )
    })
  })

  it('holds out the same rows in each fold: linear regression scores there as before', () => {
    const scores = (engine: string) => summaries[engine].models.linear_regression.cv.folds
    expect(scores('spark')).toHaveLength(2)
    scores('spark').forEach((score: number, fold: number) => {
      expect(score).toBeCloseTo(scores('embedded')[fold], 9)
    })
  })

  it('boosts to the same error, within 1e-3 mph: here both cut features at the same thresholds', () => {
    const rmse = (engine: string) => summaries[engine].models.gradient_boosted_trees.metrics.rmse
    expect(Math.abs(rmse('spark') - rmse('embedded'))).toBeLessThan(1e-3)
  })

  it('grows a forest as good as those of other seeds', async () => {
    const { params, metrics } = summaries.spark.models.random_forest
    const set = ['numTrees', 'maxDepth'].flatMap((name) => ['--set', `random_forest.${name}=${params[name]}`])
    const seeds: number[] = []
    for (const seed of [1, 2, 3, 4, 5]) {
      const given = [...set, '--set', `random_forest.seed=${seed}`, '--models', `seed-${seed}`]
      const dates = ['--config', 'config.yaml', '--data', 'features']
      const ended = await runCli(['train', 'random_forest', ...dates, ...given], { cwd })
      seeds.push(Number(/Test RMSE: ([\d.]+)/.exec(ended.stdout)?.[1]))
    }
    const [least, most] = [Math.min(...seeds), Math.max(...seeds)]
    expect(metrics.rmse).toBeGreaterThan(least - (most - least))
    expect(metrics.rmse).toBeLessThan(most + (most - least))
  })

  it('searches the grid, with a score for each point and fold', () => {
    const { tuning } = summaries.spark.models.random_forest
    expect(tuning.points.map(({ params }: { params: { maxDepth: number } }) => params.maxDepth)).toEqual([
      5, 8,
    ])
    expect(tuning.points.map(({ scores }: { scores: number[] }) => scores.length)).toEqual([2, 2])
    expect(tuning).toMatchObject({ fits_equivalent: 4, fits_run: 4, best: { maxDepth: 8 } })
  })

  it.each(['embedded', 'spark'])('keeps a store of %s that both other readers accept', (engine) => {
    const spark = findPySpark()
    if ('absent' in spark) throw new Error(spark.absent)
    const printed = ['layout_reader.py', 'pyspark_reader.py'].map((reader) =>
      runPython(spark.python, join(accept, reader), join(cwd, engine)),
    )
    for (const text of printed) expect(text).toMatch(/^\d+ passed, 0 failed$/m)
  })
})
