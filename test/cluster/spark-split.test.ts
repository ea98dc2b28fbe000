import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { foldPreparer } from '../../src/engine/spark/fold-preparer.ts'
import { openTable } from '../../src/engine/spark/open-table.ts'
import { rowHashSql } from '../../src/engine/spark/row-hash-sql.ts'
import { countSplits, foldsSql, splitSql } from '../../src/engine/spark/split-sql.ts'
import { nowcast } from '../../src/jobs/presets.ts'
import { connect } from '../../src/spark/connect.ts'
import type { SparkSession } from '../../src/spark/session.ts'
import { readPipelineModel } from '../../src/sparkml/read-pipeline-model.ts'
import { type LoadedFeatures, loadFeatures } from '../../src/traffic/load-features.ts'
import { foldRows, type RowSplit, type SplitKind, splitRows } from '../../src/traffic/split-rows.ts'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { whyNoReadings, writeFewSensors } from './few-sensors.ts'
import { type SparkServer, startSparkServer, whyNoServer } from './spark-server.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const absent = whyNoServer() ?? whyNoReadings()
const timezone = 'America/Los_Angeles'
const numFolds = 3

describe.skipIf(absent !== null)('Spark splits rows', () => {
  const folder = temporaryFolder()
  const readings = join(folder, 'readings')
  let server: SparkServer
  let spark: SparkSession
  let loaded: LoadedFeatures
  beforeAll(async () => {
    await writeFewSensors(readings)
    loaded = await loadFeatures({
      path: join(readings, 'observations.parquet'),
      columns: [
        { name: 'sensor_id', kinds: ['string', 'number'] },
        { name: 'timestamp', kinds: ['instant'] },
        { name: 'speed_mph', kinds: ['number'] },
      ],
      absentColumns: [],
      timezone,
      seed: 42,
      threads: 1,
    })
    server = await startSparkServer(join(folder, 'run'), {})
    spark = await connect(server.remote, { warn: () => {} })
    await spark.setConfig({ 'spark.sql.session.timeZone': 'UTC' })
  })
  afterAll(async () => {
    await spark?.close()
    await server?.stop()
  })

  /** Makes a view of the rows as the engine has it, hashed for one kind of split. */
  async function rowsView(kind: SplitKind): Promise<string> {
    const hash = (purpose: 'split' | 'fold') => rowHashSql(42, purpose, kind)
    const instant = `to_utc_timestamp(CAST(timestamp AS TIMESTAMP), '${timezone}')`
    const rows = spark.sql(
      `SELECT *, ${hash('split')} AS split_hash, ${hash('fold')} AS fold_hash, CAST(NULL AS STRING) AS dropped
       FROM (SELECT CAST(sensor_id AS STRING) AS sensor_id, unix_millis(${instant}) AS epoch_ms
             FROM parquet.\`file://${readings}/observations.parquet\`)`,
    )
    return (await spark.persist(rows)).name
  }

  /** Keys of the rows that a condition leaves, in the order of the table. */
  async function keysWhere(view: string, condition: string): Promise<string[]> {
    const query = `SELECT concat(sensor_id, ' ', epoch_ms) AS key FROM ${view} WHERE ${condition}`
    return (await spark.collect(spark.sql(`${query} ORDER BY sensor_id, epoch_ms`))).map(({ key }) =>
      String(key),
    )
  }

  function keysOf(rows: Uint32Array): string[] {
    const [sensors, times] = ['sensor_id', 'timestamp'].map((name) => loaded.table.columns.get(name))
    if (sensors?.kind !== 'string' || times?.kind !== 'instant') throw new Error('no keys')
    return Array.from(rows, (row) => `${sensors.dictionary[sensors.codes[row]]} ${times.epochMs[row]}`)
  }

  it.each(['random', 'temporal', 'sensor'] as const)('and folds by kind %s as we do', async (kind) => {
    const purgeMs = 3_600_000
    const { table, hashes } = loaded
    const rows = Uint32Array.from({ length: table.numRows }, (_, row) => row)
    const options = { kind, seed: 42, purgeMs, timezone }
    const ours: RowSplit[] = [splitRows({ table, hashes, rows }, 0.2, options)]
    ours.push(...foldRows({ table, hashes, rows: ours[0].train }, numFolds, options))
    const view = await rowsView(kind)
    const asked = { kind, testRatio: 0.2, numFolds, purgeMs, timezone }
    const split = await splitSql(spark, view, asked)
    const theirs = [split, ...(await foldsSql(spark, view, split, asked))]
    expect(theirs).toHaveLength(numFolds + 1)
    for (const [at, { train, test }] of theirs.entries()) {
      expect(await keysWhere(view, train)).toEqual(keysOf(ours[at].train))
      expect(await keysWhere(view, test)).toEqual(keysOf(ours[at].test))
    }
    const counts = await countSplits(spark, view, theirs)
    expect(counts.map(({ numTrain, numTest }) => [numTrain, numTest])).toEqual(
      ours.map(({ train, test }) => [train.length, test.length]),
    )
  })

  it('and refuses a split without test rows', async () => {
    const view = await rowsView('random')
    await expect(countSplits(spark, view, [{ train: 'true', test: 'false' }])).rejects.toMatchObject({
      code: 'data',
    })
  })

  it.each([
    ['once where all are small beside the memory of 1 GB', 1_000_000, [1, 0, 0]],
    ['anew for each model where they are not', 10_000_000, [1, 1, 1]],
  ])('and prepares a fold %s', async (_, numRows, expected) => {
    const counts = { prepared: 0, forgotten: 0 }
    const forget = async () => {
      counts.forgotten++
    }
    const sizes = { numFolds, numRows, numSlots: 5 }
    const prepare = await foldPreparer(spark, sizes, async () => {
      counts.prepared++
      return { forget }
    })
    const each: number[] = []
    for (let model = 0; model < 3; model++) {
      const before = counts.prepared
      await (await prepare(2)).forget()
      each.push(counts.prepared - before)
    }
    expect(each).toEqual(expected)
    expect(counts.forgotten).toBe(numRows > 1_000_000 ? 3 : 0)
  })

  it('and refuses readings, and says how they become features', async () => {
    const table = openTable(spark, { data: join(readings, 'observations.parquet'), timezone }, nowcast, [])
    await expect(table).rejects.toMatchObject({
      code: 'data',
      hint: expect.stringContaining('freeflow features --data READINGS --out TABLE'),
    })
  })

  /** What stands in for nulls in the version that a run published. */
  // biome-ignore lint/suspicious/noExplicitAny: JSON of another process
  async function meansOf({ models }: any): Promise<Float64Array> {
    const { stages } = await readPipelineModel(join(models.linear_regression.path, 'preprocessing'))
    const imputer = stages.find((stage) => stage.kind === 'ImputerModel')
    if (imputer === undefined) throw new Error('nothing is imputed')
    return imputer.surrogates
  }

  it('of a run that is told where it is, fills nulls as we do, and leaves the settings of others', async () => {
    const given = ['--data', readings, '--nulls', 'impute', '--json']
    const [ours, theirs] = await Promise.all(
      [
        ['--models', 'embedded'],
        ['--models', 'spark', '--engine', 'spark', '--conf', 'spark.sql.shuffle.partitions=3'],
      ].map(async (engine) => {
        const asked = ['train', 'linear_regression', '--end-date', '2012-03-02', ...given, ...engine]
        const env = { SPARK_REMOTE: server.remote }
        const ended = await runCli(asked, { cwd: folder, env })
        expect(ended, ended.stderr).toMatchObject({ code: 0 })
        return JSON.parse(ended.stdout)
      }),
    )
    expect(theirs.engine).toEqual({ name: 'spark', version: spark.version })
    const { rmse } = ours.models.linear_regression.metrics
    expect(theirs.models.linear_regression.metrics.rmse / rmse).toBeCloseTo(1, 6)
    const [means, theirMeans] = await Promise.all([ours, theirs].map(meansOf))
    means.forEach((mean, at) => {
      expect(Math.abs(theirMeans[at] - mean)).toBeLessThanOrEqual(1e-9 * Math.abs(mean))
    })
    expect(await spark.config('spark.sql.shuffle.partitions')).toEqual({
      'spark.sql.shuffle.partitions': '2',
    })
  })
})
