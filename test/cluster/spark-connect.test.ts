import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/spark/connect.ts'
import type { KeptFrame } from '../../src/spark/keep-frame.ts'
import type { Progress } from '../../src/spark/link.ts'
import type { Stage } from '../../src/spark/ml/ml-operator.ts'
import type { SparkModel } from '../../src/spark/ml/spark-model.ts'
import { numbersFromValue } from '../../src/spark/numbers-from-value.ts'
import type { SparkSession } from '../../src/spark/session.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { predictVector } from './predict.ts'
import { type SparkServer, startSparkServer, whyNoServer } from './spark-server.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const absent = whyNoServer()
if (absent !== null) console.warn(`LEFT OUT: nothing was tried with a Spark Connect server: ${absent}`)

const regression = 'org.apache.spark.ml.regression'
const assembler = {
  class: 'org.apache.spark.ml.feature.VectorAssembler',
  params: { inputCols: ['a', 'b'], outputCol: 'features' },
}
const rmse = { class: 'org.apache.spark.ml.evaluation.RegressionEvaluator', params: { metricName: 'rmse' } }
const forest = {
  class: `${regression}.RandomForestRegressor`,
  params: { numTrees: 5, maxDepth: 4, seed: 42n },
}
const maxModelSize = 'spark.connect.session.connectML.mlCache.memoryControl.maxModelSize'

describe.skipIf(absent !== null)('a Spark Connect server', () => {
  let directory: string
  let server: SparkServer
  let spark: SparkSession
  /** 200 rows: features (a, b) and label = 2 a + sin(id). */
  let rows: KeptFrame
  let isOldest: boolean
  const warnings: string[] = []
  const progress: Progress[] = []
  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'freeflow-connect-'))
    // streams that end after a second, so that every longer query is taken up again
    const settings = { 'spark.connect.execute.reattachable.senderMaxStreamDuration': '1s' }
    server = await startSparkServer(join(directory, 'run'), settings)
    const onProgress = (now: Progress) => progress.push(now)
    spark = await connect(server.remote, { warn: (message) => warnings.push(message), onProgress })
    isOldest = spark.version.startsWith('4.0')
    const query = 'select cast(id % 7 as double) a, cast(id % 11 as double) b, sin(id) + 2 * (id % 7) label'
    rows = await spark.persist(spark.transform(assembler, spark.sql(`${query} from range(200)`)))
  })
  afterAll(async () => {
    await spark?.close()
    await server?.stop()
    rmSync(directory, { recursive: true, force: true })
  })

  it('says its version', () => {
    expect(spark.version).toMatch(/^4\.\d+\.\d+/)
  })

  it('refuses another token, without repeating it', async () => {
    const refused = connect(`${server.remote}-not`, { warn: () => {} })
    await expect(refused).rejects.toMatchObject({ code: 'engine', hint: expect.stringContaining('token') })
    const token = /token=(\w+)/.exec(server.remote)?.[1] ?? 'none'
    await expect(refused).rejects.not.toMatchObject({ message: expect.stringContaining(token) })
  })

  it('gives rows of every kind', async () => {
    const query = `select id, id / 4 quarter, cast(id as decimal(12, 3)) - 5 money, date'2012-03-04' day, 'x' text,
      timestamp'2012-03-04 05:06:07.890123' at, timestamp_ntz'2012-03-04 05:06:07' local, id = 3 yes, null none,
      array(1, null) list, map('k', 1.5D) map, named_struct('p', 1, 'q', array('r')) struct, X'0102' bytes
      from range(3, 5)`
    const [first, second] = await spark.collect(spark.sql(query))
    expect(first).toEqual({
      id: 3n,
      quarter: 0.75,
      money: '-2.000',
      day: '2012-03-04',
      text: 'x',
      at: Date.UTC(2012, 2, 4, 5, 6, 7) + 890.123,
      local: Date.UTC(2012, 2, 4, 5, 6, 7),
      yes: true,
      none: null,
      list: [1, null],
      map: new Map([['k', 1.5]]),
      struct: { p: 1, q: ['r'] },
      bytes: Uint8Array.of(1, 2),
    })
    expect(second).toMatchObject({ id: 4n, quarter: 1, yes: false })
  })

  it('gives 25,000 rows in order, in several batches', async () => {
    const ids: bigint[] = []
    let numBatches = 0
    for await (const { rows: batch } of spark.batches(spark.sql('select id from range(0, 25000, 1, 3)'))) {
      numBatches++
      ids.push(...(batch.getChildAt(0)?.toArray() ?? []))
    }
    expect(numBatches).toBeGreaterThan(2)
    expect(ids).toEqual(Array.from({ length: 25_000 }, (_, id) => BigInt(id)))
  })

  it('lets SQL read kept frames by name, and values', async () => {
    const query = `select count(*) n, :word word from ${rows.name} where a >= :least`
    expect(await spark.collect(spark.sql(query, { least: 3, word: "it's" }))).toEqual([
      { n: 113n, word: "it's" },
    ])
  })

  it('knows the columns of a frame and how it would run', async () => {
    expect(await spark.schema(rows)).toEqual([
      { name: 'a', type: 'double', isNullable: true },
      { name: 'b', type: 'double', isNullable: true },
      { name: 'label', type: 'double', isNullable: true },
      { name: 'features', type: 'vector', isNullable: true },
    ])
  })

  it('keeps the rows of a frame, however many others come between, until told otherwise', async () => {
    const kept = await spark.persist(spark.transform(assembler, spark.sql('select 1D a, 2D b')))
    for (let number = 0; number < 40; number++) await spark.collect(spark.sql(`select ${number}`))
    expect(await spark.explain(kept)).toContain('InMemoryTableScan')
    expect(await spark.explain(spark.sql(`select a + b from ${kept.name}`))).toContain('InMemoryTableScan')
    await spark.unpersist(kept)
    await expect(spark.collect(kept)).rejects.toThrow('[TABLE_OR_VIEW_NOT_FOUND]')
  })

  it('keeps settings, views and files', async () => {
    await spark.setConfig({ 'spark.sql.shuffle.partitions': '3' })
    const keys = ['spark.sql.shuffle.partitions', 'no.such.key'] as const
    expect(await spark.config(...keys)).toEqual({
      'spark.sql.shuffle.partitions': '3',
      'no.such.key': undefined,
    })
    await spark.resetConfig('spark.sql.shuffle.partitions')
    expect(await spark.config(keys[0])).toEqual({ 'spark.sql.shuffle.partitions': '200' })

    const path = join(directory, 'rows')
    const plain = spark.sql(`select a, label from ${rows.name}`)
    await spark.write(plain, { path, partitionBy: ['a'] })
    await expect(spark.write(plain, { path })).rejects.toThrow('[PATH_ALREADY_EXISTS]')
    const read = spark.read({ format: 'parquet', paths: [path] })
    expect((await spark.inputFiles(read)).every((file) => file.startsWith('file:///'))).toBe(true)
    await spark.createView(read, 'kept')
    expect(await spark.collect(await spark.run('select count(*) n from kept where a = 6'))).toEqual([
      { n: 28n },
    ])
  })

  it('says what it refuses: error class, message, place', async () => {
    await expect(spark.collect(spark.sql('select nope from range(3)'))).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(
        /^sc:\/\/127\.0\.0\.1:\d+: query: \[UNRESOLVED_COLUMN\.WITH_SUGGESTION\] [^\n]*`nope`[^\n]*$/,
      ),
      details: {
        spark: expect.objectContaining({
          errorClass: 'UNRESOLVED_COLUMN.WITH_SUGGESTION',
          sqlState: '42703',
        }),
      },
    })
    await expect(spark.fit({ class: `${regression}.Nope` }, rows)).rejects.toThrow('Unsupported ML operator')
    await expect(spark.fit({ ...forest, params: { maxDepth: -3 } }, rows)).rejects.toThrow(
      /fit RandomForestRegressor: .*maxDepth given invalid value -3/,
    )
  })

  it('does not stop working when its streams end, and tells how far it is', async () => {
    const before = progress.length
    const began = performance.now()
    const isNewUuid = "length(reflect('java.util.UUID', 'randomUUID')) = 36"
    const slow = spark.sql(`select count(*) n from range(0, 1000000, 1, 8) where ${isNewUuid}`)
    expect(await spark.collect(slow)).toEqual([{ n: 1_000_000n }])
    expect(performance.now() - began).toBeGreaterThan(1_500)
    const told = progress.slice(before)
    expect(told.some(({ numTasks, numCompletedTasks }) => numTasks >= 8 && numCompletedTasks > 0)).toBe(true)
  })

  it('stops a long query within two seconds of the signal', async () => {
    const stop = new AbortController()
    const listening = spark.using({ signal: stop.signal })
    let stoppedAt = Number.POSITIVE_INFINITY
    const onProgress = ({ numRunningTasks }: Progress) => {
      if (numRunningTasks === 0 || stop.signal.aborted) return
      stoppedAt = performance.now()
      stop.abort()
    }
    const long = spark.sql('select count(*) from range(0, 100000000, 1, 100000)')
    await expect(listening.using({ onProgress }).collect(long)).rejects.toMatchObject({ code: 'interrupted' })
    expect(performance.now() - stoppedAt).toBeLessThan(2_000)
    expect(await spark.collect(spark.sql('select 1 one'))).toEqual([{ one: 1 }])
  })

  const learners: readonly (readonly [string, Stage, string])[] = [
    [
      'LinearRegression',
      { class: `${regression}.LinearRegression`, params: { regParam: 0.01 } },
      'LinearRegressionModel',
    ],
    ['RandomForestRegressor', forest, 'RandomForestRegressionModel'],
    [
      'GBTRegressor',
      { class: `${regression}.GBTRegressor`, params: { maxIter: 4, maxDepth: 3, stepSize: 0.1, seed: 42n } },
      'GBTRegressionModel',
    ],
  ]
  it.each(learners)(
    'fits %s, predicts, measures, writes what we read, and reads it again',
    async (_, stage, saved) => {
      const model = await spark.fit(stage, rows)
      const predicted = await spark.collect(spark.transform(model, rows))
      const errors = predicted.map(({ label, prediction }) => Number(label) - Number(prediction))
      const expected = Math.sqrt(errors.reduce((sum, error) => sum + error * error, 0) / 200)
      expect(await spark.evaluate(rmse, spark.transform(model, rows))).toBeCloseTo(expected, 12)
      expect(expected).toBeLessThan(1.5)

      const path = join(directory, saved)
      await spark.save(model, path)
      await expect(spark.save(model, path)).rejects.toThrow('already exists')
      await spark.save(model, path, { ifThere: 'overwrite' })
      const ours = await readModel(path)
      for (const { features, prediction } of predicted) {
        expect(predictVector(ours, [...numbersFromValue(features)])).toBeCloseTo(Number(prediction), 12)
      }

      const again: SparkModel = await spark.load(`${regression}.${saved}`, path)
      expect(again).toMatchObject({ uid: model.uid, class: `${regression}.${saved}` })
      expect(again.params).toMatchObject({ ...stage.params })
      expect(await spark.collect(spark.transform(again, rows))).toEqual(predicted)
      await spark.removeFolder(path)
      await expect(spark.load(`${regression}.${saved}`, path)).rejects.toThrow(
        /does not exist|the server gave no reason but java/,
      )
      await spark.delete(model, again)
    },
  )

  it('gives the attributes of models', async () => {
    const linear = await spark.fit({ class: `${regression}.LinearRegression` }, rows)
    const coefficients = numbersFromValue(await spark.fetch(linear, 'coefficients'))
    expect(coefficients.length).toBe(2)
    expect(coefficients[0]).toBeCloseTo(2, 1)
    const r2 = await spark.fetch(linear, 'summary', 'r2')
    const [summary] = await spark.fetchObjects(linear, { method: 'evaluate', args: [rows] })
    expect(await spark.fetch(summary, 'r2')).toBeCloseTo(Number(r2), 12)

    const trees = await spark.fit(forest, rows)
    const importances = numbersFromValue(await spark.fetch(trees, 'featureImportances'))
    expect(importances.reduce((sum, importance) => sum + importance)).toBeCloseTo(1, 12)
    expect(numbersFromValue(await spark.fetch(trees, 'treeWeights'))).toEqual(Float64Array.of(1, 1, 1, 1, 1))
    expect((await spark.fetchObjects(trees, 'trees')).length).toBe(5)
    await expect(spark.fetch(trees, 'notify')).rejects.toThrow('[CONNECT_ML.ATTRIBUTE_NOT_ALLOWED]')
    await spark.delete(trees)
    await expect(spark.fetch(trees, 'treeWeights')).rejects.toMatchObject({
      hint: expect.stringContaining('deleted'),
    })
  })

  it('lists, measures and clears its models from 4.1 on, which can be asked', async () => {
    expect(await spark.hasModelCache()).toBe(!isOldest)
    if (isOldest) return
    await spark.deleteAll()
    const linear = await spark.fit({ class: `${regression}.LinearRegression` }, rows)
    const [kept, ...others] = await spark.objects()
    expect(kept).toContain(linear.id)
    expect(others).toEqual([])
    expect(await spark.size(linear)).toBeGreaterThan(1_000)
  })

  it('warns of a forest that it cut short at the size limit of the session', async () => {
    if (isOldest) return
    await spark.setConfig({ [maxModelSize]: '20000' })
    await spark.fit({ ...forest, params: { numTrees: 30, maxDepth: 8 } }, rows)
    await spark.resetConfig(maxModelSize)
    expect(warnings).toEqual([
      expect.stringMatching(/^fit RandomForestRegressor: .* stops early because the model size/),
    ])
  })

  it('ends the session, and its models with it', async () => {
    const other = await connect(server.remote, { warn: (message) => warnings.push(message) })
    const few = other.transform(assembler, other.sql('select id a, id % 3 b, id * 2D label from range(9)'))
    const model = await other.fit({ class: `${regression}.LinearRegression` }, few)
    await other.close()
    await expect(spark.fetch(model, 'coefficients')).rejects.toThrow('[CONNECT_ML.CACHE_INVALID]')
  })
})
