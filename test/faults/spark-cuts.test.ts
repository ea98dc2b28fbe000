import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { connect } from '../../src/spark/connect.ts'
import type { KeptFrame } from '../../src/spark/keep-frame.ts'
import type { SparkSession } from '../../src/spark/session.ts'
import { readModel } from '../../src/sparkml/read-model.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { type SparkServer, startSparkServer, whyNoServer } from '../cluster/spark-server.ts'
import { type CuttingProxy, cuttingProxy, type Way } from './cutting-proxy.ts'
import { generatedFeatures } from './generated-features.ts'
import { trainInSpark } from './train-in-spark.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
/** Cuts each way in each kind of command. */
const numPoints = full ? 40 : 5
const absent = whyNoServer()
if (absent !== null) console.warn(`LEFT OUT: no stream of Spark was cut: ${absent}`)

describe.skipIf(absent !== null)('a stream from Spark that is cut', () => {
  const folder = temporaryFolder()
  let server: SparkServer
  beforeAll(async () => {
    server = await startSparkServer(join(folder, 'run'), {})
  })
  afterAll(() => server?.stop())

  /** The remote, by way of a proxy. */
  const through = ({ port }: CuttingProxy) => server.remote.replace(/:\d+\//, `:${port}/`)
  const serverPort = () => Number(/:(\d+)\//.exec(server.remote)?.[1])

  interface Command {
    readonly run: (spark: SparkSession, at: number) => Promise<unknown>
    /** How often it has been done in the session, all times together. */
    readonly timesDone: (spark: SparkSession) => Promise<number>
  }

  /** Runs a command again and again, each time with one cut at another byte of it. */
  async function cutAtMany(name: string, { run, timesDone }: Command): Promise<void> {
    const proxy = await cuttingProxy(serverPort())
    const spark = await connect(through(proxy), { warn: (line) => console.warn(line) })
    await run(spark, 0)
    proxy.count()
    await run(spark, 1)
    const size = { ...proxy.passed }
    let count = 2
    for (const way of ['up', 'down'] as const) {
      for (let point = 0; point < numPoints; point++) {
        proxy.cutAfter(way, Math.floor((point / numPoints) * size[way]))
        await run(spark, count++)
      }
    }
    const done = await timesDone(spark)
    await spark.close()
    const cuts = proxy.numCuts()
    console.log(
      `SPARK cut ${name} commands=${count} cuts=${cuts} detected=${cuts} repeated_writes=${done - count}`,
    )
    expect(cuts).toBeGreaterThanOrEqual(2 * numPoints - 2)
    expect(done).toBe(count)
  }

  it('leaves each row of an INSERT there once', async () => {
    await cutAtMany('insert', {
      run: async (spark, at) => {
        if (at === 0) await spark.run('create table cuts (n int) using parquet')
        await spark.run(`insert into cuts values (${at})`)
      },
      timesDone: async (spark) => {
        const [row] = await spark.collect(spark.sql('select count(*) n, count(distinct n) d from cuts'))
        expect(row.n).toBe(row.d)
        return Number(row.n)
      },
    })
  })
})
