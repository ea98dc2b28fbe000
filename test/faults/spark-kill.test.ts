import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { sparkHome, whyNoServer } from '../cluster/spark-server.ts'
import { generatedFeatures } from './generated-features.ts'
import { type SparkTraining, trainInSpark } from './train-in-spark.ts'

vi.setConfig({ testTimeout: 900_000, hookTimeout: 300_000 })

const full = process.env['FREEFLOW_FAULTS'] === 'full'
const absent = whyNoServer()
if (absent !== null) console.warn(`LEFT OUT: no Spark server was killed: ${absent}`)

/** Within which the end of a server must be told. */
const LIMIT_SECONDS = 10
const options = '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC'

/** Waits for a moment of a run; `work` is its folder for what is on its way. */
type Moment = (training: SparkTraining, work: string) => Promise<unknown>

const after =
  (text: string, ms: number): Moment =>
  async ({ until }) => {
    await until(text)
    await sleep(ms)
  }

/** Waits until a model is being written. */
const staged =
  (name: string): Moment =>
  async ({ until }, work) => {
    await until('Training')
    const isThere = () => readdirSync(work).some((id) => existsSync(join(work, id, name)))
    let isOver = false
    void until('Saving model to').then(() => (isOver = true))
    while (!isThere() && !isOver) await sleep(5)
  }

const moments: readonly (readonly [string, Moment])[] = [
  ['while it starts', after('Starting Spark', 500)],
  ['while it loads rows', after('Loading features', 200)],
  ['while it fits', after('Training Random Forest', 300)],
  ['while it writes a model', staged('linear_regression')],
]
const more: readonly (readonly [string, Moment])[] = [
  ['late in its start', after('Starting Spark', 3000)],
  ['while it prepares', after('Fitting preprocessing', 500)],
  ['while it fits linear regression', after('Training Linear', 300)],
  ['while it boosts', after('Training Gradient', 1000)],
  ['while it writes its last model', staged('gradient_boosted_trees')],
]

describe.skipIf(absent !== null)('a Spark server that is killed', () => {
  const cwd = temporaryFolder()
  const env = { SPARK_HOME: absent === null ? sparkHome() : '', JDK_JAVA_OPTIONS: options }
  const seen = { kills: 0, detected: 0, half: 0, slowest: 0 }
  beforeAll(async () => {
    await generatedFeatures(cwd)
  })
  afterAll(() => {
    if (absent !== null) return
    const { kills, detected, half, slowest } = seen
    console.log(`SPARK killed=${kills} detected=${detected} half=${half} slowest=${slowest.toFixed(1)}s`)
  })

  it.each([...moments, ...(full ? more : [])])(
    '%s ends the run in seconds, with nothing published',
    async (name, moment) => {
      const work = join(cwd, `work ${name}`)
      const models = join(cwd, `models ${name}`)
      const args = [
        '--data',
        'features',
        '--models',
        models,
        '--work',
        work,
        '--master',
        'local[2]',
        '--driver-memory',
        '1G',
      ]
      const training = trainInSpark(args, cwd, env)
      await moment(training, work)
      process.kill(training.serverPid(), 'SIGKILL')
      const beganMs = performance.now()
      const { code, stderr } = await training.ended
      const seconds = (performance.now() - beganMs) / 1000
      const versions = existsSync(models) ? readdirSync(models).filter((entry) => !entry.startsWith('.')) : []
      seen.kills++
      seen.half += versions.length
      seen.slowest = Math.max(seen.slowest, seconds)
      const told = stderr.split('\n').slice(stderr.split('\n').findIndex((line) => line.startsWith('error')))
      expect(told.join('\n')).toMatch(/^error: Spark ended by itself \(status SIGKILL\)/)
      expect(code).toBe(exitCodes.engine)
      expect(seconds).toBeLessThan(LIMIT_SECONDS)
      seen.detected++
      expect(versions).toEqual([])
      // its log stays, to be read
      expect(readdirSync(work)).toEqual([expect.stringMatching(/^spark-.*\.log$/)])
    },
  )
})
