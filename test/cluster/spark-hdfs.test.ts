import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { whyNoReadings, writeFewSensors } from './few-sensors.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'
import { sparkHome, whyNoServer } from './spark-server.ts'

vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 })

const found = findHdfs()
const absent = 'absent' in found ? found.absent : (whyNoServer() ?? whyNoReadings())

describe.skipIf(absent !== null)('a run on Spark with data and models in HDFS', () => {
  const cwd = temporaryFolder()
  let hdfs: Hdfs
  let env: NodeJS.ProcessEnv
  const run = (...args: string[]) =>
    runCli([...args, '--webhdfs-url', new URL(hdfs.webhdfsUrl).origin], { cwd, env })
  beforeAll(async () => {
    await writeFewSensors(join(cwd, 'readings'))
    hdfs = await startHdfs()
    env = {
      HADOOP_USER_NAME: 'hdfs',
      SPARK_HOME: sparkHome(),
      JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
    }
    const made = await run('features', '--data', 'readings', '--out', `${hdfs.hdfsUrl}/features`)
    expect(made, made.stderr).toMatchObject({ code: 0 })
  })
  afterAll(() => hdfs?.stop())

  const train = (...given: string[]) =>
    run(
      'train',
      'linear_regression',
      ...['--data', `${hdfs.hdfsUrl}/features`, '--models', `${hdfs.hdfsUrl}/models`],
      ...['--start-date', '2012-03-02', '--end-date', '2012-03-03', '--json', ...given],
    )

  it('publishes there what a run of our own does, by a server that it starts and ends', async () => {
    const flags = ['--engine', 'spark', '--master', 'local[2]', '--driver-memory', '1G']
    const spark = await train(...flags, '--conf', 'spark.sql.shuffle.partitions=2')
    expect(spark, spark.stderr).toMatchObject({ code: 0 })
    const embedded = await train()
    const [theirs, ours] = [spark, embedded].map(({ stdout }) => JSON.parse(stdout))
    const { sha256: _, ...rows } = ours.data
    expect(theirs.data).toMatchObject(rows)
    expect(theirs.data.files).toBe(4)
    const rmse = (summary: typeof ours) => summary.models.linear_regression.metrics.rmse
    expect(rmse(theirs)).toBeCloseTo(rmse(ours), 9)
    expect(theirs.models.linear_regression.path).toMatch(
      /^hdfs:\/\/.*\/models\/linear_regression\/\d{8}_\d{6}$/,
    )
    const verified = await run('models', 'verify', theirs.models.linear_regression.path)
    expect(verified).toMatchObject({ code: 0 })
    expect(await hdfs.admin('dfs', '-ls', '-R', '/models/.freeflow/staging')).toBe('')
  })

  it('leaves the log of the server and nothing else behind', () => {
    const left = readdirSync(join(cwd, '.freeflow')).filter((name) => name.startsWith('spark-'))
    expect(left).toEqual([expect.stringMatching(/^spark-.*\.log$/)])
    expect(readFileSync(join(cwd, '.freeflow', left[0]), 'utf8')).toContain('Spark')
  })

  it('refuses readings there, and says how they become features', async () => {
    await hdfs.admin('dfs', '-mkdir', '/readings')
    await hdfs.admin('dfs', '-put', join(cwd, 'readings', 'observations.parquet'), '/readings/')
    const given = ['--data', `${hdfs.hdfsUrl}/readings`, '--engine', 'spark', '--master', 'local[2]']
    const ended = await run('train', 'linear_regression', ...given)
    expect(ended.code).toBe(3)
    expect(ended.stderr).toContain('freeflow features --data READINGS --out TABLE')
  })
})
