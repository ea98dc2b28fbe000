import { join } from 'node:path'
import { afterAll, beforeAll, describe, vi } from 'vitest'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { type SparkServer, startSparkServer, whyNoServer } from '../cluster/spark-server.ts'
import { generatedFeatures } from './generated-features.ts'
import { sparkCutCases } from './spark-cut-cases.ts'
import { sparkHangCases } from './spark-hang-cases.ts'
import { sparkInterruptCases } from './spark-interrupt-cases.ts'
import { sparkLimitCases } from './spark-limit-cases.ts'
import { sparkRestartCases } from './spark-restart-cases.ts'
import { sparkTlsCases } from './spark-tls-cases.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

const absent = whyNoServer()
if (absent !== null)
  console.warn(`LEFT OUT: no stream of Spark was cut, no limit met, no server paused or killed: ${absent}`)

// one server for all: most of its time goes into becoming warm
describe.skipIf(absent !== null)('a Spark server', () => {
  const folder = temporaryFolder()
  const run = join(folder, 'run')
  let server: SparkServer
  beforeAll(async () => {
    await generatedFeatures(folder)
    server = await startSparkServer(run, {})
  })
  afterAll(() => server?.stop())

  const shared = {
    folder,
    run,
    server: () => server,
    startAnew: async () => {
      const token = /token=(\w+)/.exec(server.remote)?.[1]
      await server.stop()
      server = await startSparkServer(run, {}, { token })
    },
  }
  describe('whose streams are cut', () => sparkCutCases(shared))
  describe('that keeps little', () => sparkLimitCases(shared))
  describe('behind a proxy that speaks TLS', () => sparkTlsCases(shared))
  describe('whose client is interrupted', () => sparkInterruptCases(shared))
  describe('that hangs', () => sparkHangCases(shared))
  describe('that is killed, and started anew', () => sparkRestartCases(shared))
})
