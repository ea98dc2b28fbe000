import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { readModel } from '../../src/sparkml/read-model.ts'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { acceptFolder } from '../data-folder.ts'
import { whyNoReadings, writeFewSensors } from './few-sensors.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'
import { findPySpark, runPython } from './pyspark.ts'
import { sparkHome, whyNoServer } from './spark-server.ts'

// minutes where the machine is busy
vi.setConfig({ testTimeout: 600_000, hookTimeout: 900_000 })

const found = findHdfs()
const absent = 'absent' in found ? found.absent : (whyNoServer() ?? whyNoReadings())
if (absent !== null) console.warn(`LEFT OUT: nothing was trained with the engine of Spark: ${absent}`)

const names = ['linear_regression', 'random_forest', 'gradient_boosted_trees']
const config = `
folds: 2
start-date: 2012-03-02
end-date: 2012-03-05
random_forest: { numTrees: 10, grid: { maxDepth: [3, 6] } }
gradient_boosted_trees: { maxIter: 3, maxDepth: 5 }
`
/** Few parts and little compiling: a small run is mostly the start of small things. */
const sparkFlags = [
  ...['--master', 'local[2]', '--driver-memory', '1G', '--parallelism', '2'],
  ...['--conf', 'spark.sql.shuffle.partitions=2'],
]

describe.skipIf(absent !== null)('the same run on both engines, with data and models in HDFS', () => {
  const cwd = temporaryFolder()
  let hdfs: Hdfs
  let env: NodeJS.ProcessEnv
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another process
  const summaries: Record<string, any> = {}
  const run = (...args: string[]) =>
    runCli([...args, '--webhdfs-url', new URL(hdfs.webhdfsUrl).origin], { cwd, env })
  beforeAll(async () => {
    await writeFewSensors(join(cwd, 'readings'))
    writeFileSync(join(cwd, 'config.yaml'), config)
    hdfs = await startHdfs()
    const options = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'
    env = { HADOOP_USER_NAME: 'hdfs', SPARK_HOME: sparkHome(), JDK_JAVA_OPTIONS: options }
    const data = `${hdfs.hdfsUrl}/features`
    const made = await run('features', '--data', 'readings', '--out', data)
    expect(made, made.stderr).toMatchObject({ code: 0 })
    for (const engine of ['embedded', 'spark']) {
      const given = ['--preset', 'nowcast', '--config', 'config.yaml', '--engine', engine, '--json']
      const places = ['--data', data, '--models', `${hdfs.hdfsUrl}/${engine}`]
      const ended = await run('train-all', ...given, ...places, ...(engine === 'spark' ? sparkFlags : []))
      expect(ended, ended.stderr).toMatchObject({ code: 0 })
      summaries[engine] = JSON.parse(ended.stdout)
    }
    await hdfs.admin('dfs', '-get', '/embedded', '/spark', cwd)
  })
  afterAll(() => hdfs?.stop())

  /** The copy of a version's directory on the local disk. */
  const copyOf = (engine: string, name: string) =>
    summaries[engine].models[name].path.replace(hdfs.hdfsUrl, cwd)

  const metadataOf = (engine: string, name: string) =>
    JSON.parse(readFileSync(join(copyOf(engine, name), 'metadata.json'), 'utf8'))
  const modelOf = (engine: string, name: string) => readModel(join(copyOf(engine, name), 'model'))

  it.each(names)('gives metadata of %s with the same keys', (name) => {
    // what stands in config is what was asked for, and a server has flags of its own
    const keys = (engine: string) =>
      Object.entries(metadataOf(engine, name)).flatMap(([key, value]) => [
        key,
        ...(typeof value === 'object' && value !== null && !Array.isArray(value) && key !== 'config'
          ? Object.keys(value).map((inner) => `${key}.${inner}`)
          : []),
      ])
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
      const dates = ['--config', 'config.yaml', '--data', `${hdfs.hdfsUrl}/features`]
      const ended = await run('train', 'random_forest', ...dates, ...given)
      seeds.push(Number(/Test RMSE: ([\d.]+)/.exec(ended.stdout)?.[1]))
    }
    const [least, most] = [Math.min(...seeds), Math.max(...seeds)]
    expect(metrics.rmse).toBeGreaterThan(least - (most - least))
    expect(metrics.rmse).toBeLessThan(most + (most - least))
  })

  it('searches the grid, with a score for each point and fold', () => {
    const { tuning } = summaries.spark.models.random_forest
    expect(tuning.points.map(({ params }: { params: { maxDepth: number } }) => params.maxDepth)).toEqual([
      3, 6,
    ])
    expect(tuning.points.map(({ scores }: { scores: number[] }) => scores.length)).toEqual([2, 2])
    expect(tuning).toMatchObject({ fits_equivalent: 4, fits_run: 4, best: { maxDepth: 6 } })
  })

  it.each(['embedded', 'spark'])(
    'publishes three versions of %s that verify and others read',
    async (engine) => {
      for (const name of names) {
        const { path } = summaries[engine].models[name]
        expect(path).toMatch(new RegExp(`^hdfs://.*/${engine}/${name}/\\d{8}_\\d{6}$`))
        expect(readdirSync(join(cwd, engine, name))).toHaveLength(1)
        expect(await run('models', 'verify', path)).toMatchObject({ code: 0 })
      }
      const spark = findPySpark()
      if ('absent' in spark) throw new Error(spark.absent)
      const passes = (reader: string, store: string) =>
        expect(runPython(spark.python, join(acceptFolder, reader), store)).toMatch(/^\d+ passed, 0 failed$/m)
      passes('layout_reader.py', join(cwd, engine))
      // that PySpark reads what the embedded engine publishes in HDFS is tried with the data there
      if (engine === 'spark') passes('pyspark_reader.py', `${hdfs.hdfsUrl}/${engine}`)
    },
  )

  it('refuses readings in HDFS for Spark, and says how they become a feature table', async () => {
    await hdfs.admin('dfs', '-put', join(cwd, 'readings'), '/')
    const data = `${hdfs.hdfsUrl}/readings`
    const places = ['--data', data, '--models', `${hdfs.hdfsUrl}/refused`, '--work', 'work-refused']
    const ended = await run('train', names[0], '--engine', 'spark', ...places, ...sparkFlags)
    const [error, hint] = ended.stderr.slice(ended.stderr.indexOf('error: ')).split('\n')
    expect(error).toMatch(new RegExp(`^error: ${data}: (is no feature table|Spark reads no Parquet there)`))
    expect(hint).toMatch(/^hint: make a feature table first: freeflow features --data READINGS /)
    expect(ended.code).toBe(3)
    expect(await hdfs.admin('dfs', '-ls', '/')).not.toContain('refused')
  })

  it('leaves the log of the server it started and nothing else behind', async () => {
    const left = readdirSync(join(cwd, '.freeflow')).filter((name) => name.startsWith('spark-'))
    expect(left).toEqual([expect.stringMatching(/^spark-.*\.log$/)])
    expect(readFileSync(join(cwd, '.freeflow', left[0]), 'utf8')).toContain('Spark')
    expect(await hdfs.admin('dfs', '-ls', '-R', '/spark/.freeflow/staging')).toBe('')
  })
})
