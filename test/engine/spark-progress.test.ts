import { expect, it, onTestFinished } from 'vitest'
import type { JobHost } from '../../src/engine/host.ts'
import { crossValidate } from '../../src/engine/spark/cross-validate.ts'
import { KeptFrames } from '../../src/engine/spark/kept-frames.ts'
import type { SparkRun } from '../../src/engine/spark/spark-run.ts'
import { stagingFor } from '../../src/engine/spark/staging.ts'
import { connect } from '../../src/spark/connect.ts'
import { complete, response, startFaultyServer } from '../spark/faulty-server.ts'

/** The server has done so many tasks of eight. */
const tasks = (id: number, numDone: number) => {
  const stage = { stageId: 1n, numTasks: 8n, numCompletedTasks: BigInt(numDone) }
  return response(id, { case: 'executionProgress', value: { stages: [stage], numInflightTasks: 1n } })
}

/** Connects to a server whose fits take eight tasks, and whose models score 0.5. */
async function connectToFits() {
  const server = await startFaultyServer({
    async *execute(numCalls) {
      const { opType } = this.executed[numCalls].plan ?? {}
      const command = opType?.case === 'command' ? opType.value.commandType : undefined
      const asked = command?.case === 'mlCommand' ? command.value.command.case : undefined
      if (asked === 'fit') {
        yield tasks(0, 2)
        yield tasks(1, 6)
      }
      const info = { type: { case: 'objRef', value: { id: `m${numCalls}` } } as const }
      const half = { literalType: { case: 'double', value: 0.5 } as const }
      const resultType =
        asked === 'fit'
          ? ({ case: 'operatorInfo', value: info } as const)
          : ({ case: 'param', value: half } as const)
      yield response(2, { case: 'mlCommandResult', value: { resultType } })
      yield complete(3)
    },
  })
  const session = await connect(server.remote, { warn: () => {} })
  onTestFinished(async () => {
    await session.close()
    await server.close()
  })
  return session
}

it('cross-validation in Spark tells how far the fit in hand is, and which of how many it is', async () => {
  const session = await connectToFits()
  const told: string[] = []
  const host: JobHost = {
    report: {
      info() {},
      warn() {},
      progress: (work, done, total) => void told.push(`${work} ${done}/${total}`),
    },
    now: () => 0,
    newId: () => 'id',
    signal: new AbortController().signal,
    hdfs: {},
  }
  const staging = stagingFor({ work: '.' }, host)
  const run: SparkRun = { session, kept: new KeptFrames(), staging, parallelism: 1, host }
  const rows = { ...session.sql('select 1'), name: 'rows' }
  const prepared = { pipeline: { stages: [] }, train: rows, test: rows, forget: async () => {} }
  const study = { scoresOf: () => null, keep: () => {}, isTimeUp: () => false }
  const task = {
    name: 'random_forest',
    points: [{ numTrees: 1 }, { numTrees: 2 }],
    extras: [],
    study,
  } as const
  await crossValidate(run, task, { numFolds: 1, prepare: async () => prepared })
  expect(told).toEqual([
    'random_forest: tuning, fits 0/2, tasks of Spark 2/8',
    'random_forest: tuning, fits 0/2, tasks of Spark 6/8',
    'random_forest: tuning, fits 1/2',
    'random_forest: tuning, fits 1/2, tasks of Spark 2/8',
    'random_forest: tuning, fits 1/2, tasks of Spark 6/8',
    'random_forest: tuning, fits 2/2',
  ])
})
