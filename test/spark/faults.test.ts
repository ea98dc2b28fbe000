import { setTimeout as sleep } from 'node:timers/promises'
import { Code, ConnectError } from '@connectrpc/connect'
import { afterEach, describe, expect, it } from 'vitest'
import { type ConnectOptions, connect } from '../../src/spark/connect.ts'
import { defaultRetryPolicy } from '../../src/spark/retry-policy.ts'
import type { SparkSession } from '../../src/spark/session.ts'
import { complete, type FaultyServer, response, type Script, startFaultyServer } from './faulty-server.ts'

// a real server cannot be made to fail at a given response
const policy = { ...defaultRetryPolicy, firstPauseMs: 1, factor: 1, maxRetries: 4 }
const open: FaultyServer[] = []
const sessions: SparkSession[] = []

async function connectTo(script: Script, options: Partial<ConnectOptions> = {}) {
  const server = await startFaultyServer(script)
  open.push(server)
  const warnings: string[] = []
  const warn = (message: string) => void warnings.push(message)
  const spark = await connect(server.remote, { policy, warn, ...options })
  sessions.push(spark)
  const numbers = async () => (await spark.collect(spark.sql('select n'))).map(({ n }) => n)
  return { server, spark, numbers, warnings }
}

afterEach(async () => {
  await Promise.all(sessions.splice(0).map((spark) => spark.close()))
  await Promise.all(open.splice(0).map((server) => server.close()))
})

const unavailable = () => new ConnectError('not now', Code.Unavailable)
const unknownOperation = () => new ConnectError('[INVALID_HANDLE.OPERATION_NOT_FOUND] gone', Code.Internal)

/** A stream that breaks before its first response. */
async function* fail(error: ConnectError) {
  yield* []
  throw error
}

describe('a query', () => {
  it('goes on after the last response when its stream is cut', async () => {
    const { server, numbers } = await connectTo({
      async *execute() {
        yield response(0)
        yield response(1)
        await sleep(50)
        this.cutConnections()
      },
      async *reattach() {
        yield response(2)
        yield complete(3)
      },
    })
    expect(await numbers()).toEqual([0, 1, 2])
    expect(server.executed.length).toBe(1)
    expect(server.reattached.map(({ lastResponseId }) => lastResponseId)).toEqual(['r1'])
    expect(server.reattached[0].operationId).toBe(server.executed[0].operationId)
  })

  it('goes on when the server ends the stream before the end of the result', async () => {
    const { server, numbers } = await connectTo({
      async *execute() {
        yield response(0)
      },
      async *reattach(numCalls) {
        if (numCalls === 2) yield complete(1)
      },
    })
    expect(await numbers()).toEqual([0])
    expect(server.reattached.map(({ lastResponseId }) => lastResponseId)).toEqual(['r0', 'r0', 'r0'])
  })

  it('is taken up, not sent again, when the stream is cut before the first response', async () => {
    const { server, numbers } = await connectTo({
      execute: () => fail(unavailable()),
      async *reattach() {
        yield response(0)
        yield complete(1)
      },
    })
    expect(await numbers()).toEqual([0])
    expect(server.executed.length).toBe(1)
    expect(server.reattached[0].lastResponseId).toBeUndefined()
  })

  it('is sent again, as the same operation, only if the server never had it', async () => {
    const { server, numbers } = await connectTo({
      execute: (numCalls) => (numCalls === 0 ? fail(unavailable()) : once()),
      reattach: () => fail(unknownOperation()),
    })
    expect(await numbers()).toEqual([0])
    expect(server.executed.map(({ operationId }) => operationId)).toEqual(
      Array(2).fill(server.executed[0].operationId),
    )
  })

  it('is lost when the server forgets it after the first response', async () => {
    const { server, numbers } = await connectTo({
      async *execute() {
        yield response(0)
      },
      reattach: () => fail(unknownOperation()),
    })
    await expect(numbers()).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^sc:\/\/127\.0\.0\.1:\d+: query: the server has lost the query/),
    })
    expect(server.executed.length).toBe(1)
  })

  it('bears as many failures in a row as the policy says, and counts anew after each response', async () => {
    const { server, numbers } = await connectTo({
      execute: () => fail(unavailable()),
      async *reattach(numCalls) {
        // three failures, a response, three failures, the end
        if (numCalls % 4 < 2) throw unavailable()
        yield numCalls < 4 ? response(numCalls) : complete(9)
        if (numCalls < 4) throw unavailable()
      },
    })
    expect(await numbers()).toEqual([2, 3])
    expect(server.reattached.length).toBe(7)
  })

  it('fails when the server stays away for longer, in one line without the token', async () => {
    const { server, numbers } = await connectTo({
      execute: () => fail(unavailable()),
      reattach: () => fail(unavailable()),
    })
    await expect(numbers()).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^sc:\/\/127\.0\.0\.1:\d+: query: cannot be reached: not now$/),
    })
    expect(server.reattached.length).toBe(policy.maxRetries)
  })

  it('releases what it has read, and at the end the whole', async () => {
    const { server, numbers } = await connectTo({
      async *execute() {
        yield response(0)
        await sleep(50)
        yield complete(1)
      },
    })
    await numbers()
    expect(server.released.map(({ release }) => release.case)).toEqual(['releaseUntil', 'releaseAll'])
    expect(server.released[0].release.value).toMatchObject({ responseId: 'r0' })
  })

  it('is released whole when the reader stops early', async () => {
    const { server, spark } = await connectTo({
      async *execute() {
        for (let id = 0; ; id++) yield response(id)
      },
    })
    for await (const { rows } of spark.batches(spark.sql('select n'))) {
      expect(rows.numRows).toBe(1)
      break
    }
    expect(server.released.at(-1)?.release.case).toBe('releaseAll')
  })

  it('is interrupted in the server by the signal', async () => {
    const stop = new AbortController()
    const { server, spark } = await connectTo({
      async *execute() {
        yield response(0)
        stop.abort()
        await sleep(10_000)
      },
    })
    const listening = spark.using({ signal: stop.signal })
    await expect(listening.collect(listening.sql('select n'))).rejects.toMatchObject({ code: 'interrupted' })
    expect(server.interrupted).toEqual([server.executed[0].operationId])
  })

  it('tells the server which session it thinks it speaks to', async () => {
    const { server, numbers } = await connectTo({})
    await numbers()
    expect(server.executed[0].clientObservedServerSideSessionId).toBe('server')
  })

  it('gives every relation a number of its own', async () => {
    const { server, spark } = await connectTo({})
    const assembled = spark.transform({ class: 'a.Assembler' }, spark.sql('select n'))
    await spark.collect(spark.transform({ class: 'a.Scaler' }, assembled))
    const ids = JSON.stringify(server.executed[0].plan, (key, value) =>
      key === 'planId' ? `id${value}` : value,
    )
    const found = [...ids.matchAll(/"planId":"(id\d+)"/g)].map(([, id]) => id)
    expect(found.length).toBe(3)
    expect(new Set(found).size).toBe(3)
  })
})

describe('a server that is silent', () => {
  const silence = { quietMs: 50, answerMs: 300 }
  const serverSideSessionId = 'server'
  const never = () => new Promise<never>(() => {})
  /** A stream on which nothing comes for a while. */
  async function* quiet(ms: number) {
    await sleep(ms)
    yield* once()
  }

  it('is waited for as long as it gives signs of life', async () => {
    const { server, numbers } = await connectTo({ execute: () => quiet(1000) }, { silence })
    expect(await numbers()).toEqual([0])
    expect(server.authorizations.length).toBeGreaterThan(4)
  })

  /** Tells its version when it is connected to, and then hangs. */
  const hanging = () => {
    let numCalls = 0
    const version = {
      serverSideSessionId,
      result: { case: 'sparkVersion', value: { version: '4.3.0' } },
    } as const
    return { analyzePlan: () => (numCalls++ === 0 ? version : never()) }
  }
  const told = (what: string) => ({
    code: 'engine',
    message: expect.stringMatching(
      new RegExp(`^sc://127.0.0.1:\\d+: ${what}: the server does not answer: nothing came for 0.3 s$`),
    ),
  })

  it('is given up where it hangs while a query runs', async () => {
    const script = { execute: () => quiet(5000), more: hanging() }
    const { server, numbers } = await connectTo(script, { silence })
    const began = performance.now()
    await expect(numbers()).rejects.toMatchObject(told('query'))
    expect(performance.now() - began).toBeLessThan(2000)
    expect(server.reattached).toEqual([])
  })

  it('is no matter where responses go on coming', async () => {
    const { numbers } = await connectTo(
      {
        async *execute() {
          // long enough to be asked, and that is never answered
          await sleep(150)
          for (let id = 0; id < 20; id++) {
            yield response(id)
            await sleep(40)
          }
          yield complete(20)
        },
        more: hanging(),
      },
      { silence },
    )
    expect(await numbers()).toHaveLength(20)
  })

  it('is given up where it hangs at a simple question, and in an analysis', async () => {
    const { spark } = await connectTo({ more: hanging() }, { silence })
    await expect(spark.touch()).rejects.toMatchObject(told('version'))
    await expect(spark.schema(spark.sql('select n'))).rejects.toMatchObject(told('schema'))
  })

  it('may take longer for an analysis than for a simple question', async () => {
    const schema = { kind: { case: 'struct' as const, value: { fields: [] } } }
    const { spark } = await connectTo(
      {
        more: {
          analyzePlan: async ({ analyze }) => {
            const version = { case: 'sparkVersion', value: { version: '4.3.0' } } as const
            if (analyze.case !== 'schema') return { serverSideSessionId, result: version }
            await sleep(1000)
            return { serverSideSessionId, result: { case: 'schema' as const, value: { schema } } }
          },
        },
      },
      { silence },
    )
    expect(await spark.schema(spark.sql('select n'))).toEqual([])
  })
})

describe('a fit', () => {
  it('passes on what the server warns of', async () => {
    const info = { type: { case: 'objRef', value: { id: 'm1' } } as const, warningMessage: 'stopped early' }
    const { spark, warnings } = await connectTo({
      async *execute() {
        yield response(0, {
          case: 'mlCommandResult',
          value: { resultType: { case: 'operatorInfo', value: info } },
        })
        yield complete(1)
      },
    })
    const model = await spark.fit({ class: 'a.b.Forest', params: { numTrees: 3 } }, spark.sql('select 1'))
    expect(model).toMatchObject({ id: 'm1', class: 'a.b.Forest', params: { numTrees: 3 } })
    expect(model.uid).toMatch(/^Forest_[0-9a-f]{12}$/)
    expect(warnings).toEqual(['fit Forest: stopped early'])
  })
})

describe('a connection', () => {
  it('sends the token with each call', async () => {
    const { server } = await connectTo({})
    expect(server.authorizations).toEqual(['Bearer a-secret'])
  })

  it('is refused by Spark 3.5, with the way out', async () => {
    const server = await startFaultyServer({ version: '3.5.7' })
    open.push(server)
    await expect(connect(server.remote, { warn: () => {} })).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringContaining('must be 4.0 or later to learn by Connect, is 3.5.7'),
      hint: expect.stringContaining('--engine embedded'),
    })
  })

  it('waits for a server that starts, and for no longer than it is told', async () => {
    const began = performance.now()
    await expect(
      connect('sc://127.0.0.1:9/;token=a-secret', { connectTimeoutMs: 600, warn: () => {} }),
    ).rejects.toMatchObject({
      code: 'engine',
      message: expect.stringMatching(/^sc:\/\/127\.0\.0\.1:9: version: cannot be reached: .*ECONNREFUSED/),
      hint: expect.stringContaining('--master'),
    })
    expect(performance.now() - began).toBeGreaterThan(400)
  })

  it('is made again for a call after it broke', async () => {
    const { server, numbers } = await connectTo({})
    server.cutConnections()
    expect(await numbers()).toEqual([0])
  })
})

async function* once() {
  yield response(0)
  yield complete(1)
}
