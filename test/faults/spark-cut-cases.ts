import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { connect } from '../../src/spark/connect.ts'
import type { SparkSession } from '../../src/spark/session.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { portOf } from '../cluster/spark-server.ts'
import { type CuttingProxy, cuttingProxy } from './cutting-proxy.ts'
import { modelHashes } from './model-hashes.ts'
import { numWritesIn } from './num-writes-in.ts'
import type { SharedServer } from './shared-server.ts'
import { trainInSpark } from './train-in-spark.ts'

const full = process.env['FREEFLOW_FAULTS'] === 'full'
/** Cuts each way in each kind of command. */
const numPoints = full ? 40 : 5

/** What is expected of a client whose stream from a Spark server is cut. */
export function sparkCutCases({ folder, run, server }: SharedServer): void {
  /** The remote, by way of a proxy. */
  const through = ({ port }: CuttingProxy) => server().remote.replace(/:\d+\//, `:${port}/`)
  const numWrites = () => numWritesIn(run)

  /** Does something again and again, each time with one cut at another byte of it. */
  async function cutAtMany(
    name: string,
    prepare: (spark: SparkSession) => Promise<(at: number) => Promise<unknown>>,
  ): Promise<SparkSession> {
    const proxy = await cuttingProxy(portOf(server()))
    const spark = await connect(through(proxy), { warn: (line) => console.warn(line) })
    onTestFinished(() => spark.close())
    const command = await prepare(spark)
    await command(0)
    const [before, bytes] = [numWrites(), proxy.count()]
    await command(1)
    const [writesEach, size] = [numWrites() - before, bytes()]
    let count = 2
    for (const way of ['up', 'down'] as const) {
      for (let point = 0; point < numPoints; point++) {
        proxy.cutAfter(way, Math.floor((point / numPoints) * size[way]))
        await command(count++)
      }
    }
    const cuts = proxy.numCuts()
    const repeated = numWrites() - before - writesEach * (count - 1)
    console.log(
      `SPARK cut ${name} commands=${count} cuts=${cuts} survived=${count} repeated_writes=${repeated}`,
    )
    // how many bytes there are varies a little, so the last may pass
    expect(cuts).toBeGreaterThan(1.6 * numPoints)
    expect(repeated).toBe(0)
    return spark
  }

  it('leaves each row of an INSERT there once', async () => {
    const spark = await cutAtMany('insert', async (session) => {
      await session.run('create table cuts (n int) using parquet')
      return (at) => session.run(`insert into cuts values (${at})`)
    })
    const query = spark.sql('select count(*) n, count(distinct n) d, max(n) most from cuts')
    const [{ n, d, most }] = await spark.collect(query)
    expect([n, d]).toEqual([BigInt(Number(most) + 1), n])
  })

  it('leaves a fit done once, and a model saved once', async () => {
    const rows = 'select cast(id as double) a, 2D * id label from range(50)'
    const spark = await cutAtMany('fit and save', async (session) => {
      const params = { inputCols: ['a'], outputCol: 'features' }
      const assembler = { class: 'org.apache.spark.ml.feature.VectorAssembler', params }
      const frame = session.transform(assembler, session.sql(rows))
      return async (at) => {
        const stage = { class: 'org.apache.spark.ml.regression.LinearRegression' }
        const model = await session.fit(stage, frame)
        // one that is saved twice is refused
        await session.save(model, join(folder, 'saved', String(at)))
      }
    })
    const saved = readdirSync(join(folder, 'saved'))
    expect((await spark.objects()).length).toBe(saved.length)
    for (const at of saved)
      expect((await readModel(join(folder, 'saved', at))).kind).toBe('linear_regression')
  })

  it('gives all rows of a result once, in order', async () => {
    const query = 'select id from range(0, 30000, 1, 3)'
    await cutAtMany('result', async (session) => async () => {
      const ids: bigint[] = []
      for await (const { rows } of session.batches(session.sql(query)))
        ids.push(...(rows.getChildAt(0)?.toArray() ?? []))
      expect(ids).toEqual(Array.from({ length: 30_000 }, (_, id) => BigInt(id)))
    })
  })

  it('leaves a run of train-all as it would have been', async () => {
    const trainBy = async (remote: string, models: string) => {
      const before = numWrites()
      const places = ['--data', 'features', '--models', models, '--work', `work ${models}`]
      const ended = await trainInSpark(places, folder, { SPARK_REMOTE: remote }).ended
      expect(ended, ended.stderr).toMatchObject({ code: 0 })
      return { writes: numWrites() - before, hashes: modelHashes(join(folder, models)) }
    }
    const uncut = await trainBy(server().remote, 'uncut')
    const proxy = await cuttingProxy(portOf(server()))
    const timer = setInterval(proxy.cut, 700)
    const cut = await trainBy(through(proxy), 'cut').finally(() => clearInterval(timer))
    const repeated = cut.writes - uncut.writes
    console.log(`SPARK cut train-all cuts=${proxy.numCuts()} survived=1 repeated_writes=${repeated}`)
    expect(proxy.numCuts()).toBeGreaterThan(10)
    expect(cut).toEqual(uncut)
    // one of linear regression, nodes and trees of the others
    expect(uncut.hashes.length).toBe(5)
  })
}
