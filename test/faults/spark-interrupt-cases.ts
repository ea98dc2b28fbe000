import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import type { SharedServer } from './shared-server.ts'
import { trainInSpark } from './train-in-spark.ts'

/** Within which a run must have ended. */
const LIMIT_SECONDS = 5
/** A forest that takes minutes. */
const large = ['--set', 'random_forest.numTrees=1000', '--set', 'random_forest.maxDepth=12']

/** What is expected of a run on a server of others that is interrupted in the middle of a fit. */
export function sparkInterruptCases({ folder, run, server }: SharedServer): void {
  const log = () => readFileSync(join(run, 'spark.log'), 'utf8')

  it.each([
    ['SIGINT', exitCodes.interrupted],
    ['SIGTERM', exitCodes.terminated],
  ] as const)('%s ends it in seconds, with its fit and its session in the server', async (signal, status) => {
    const [models, work] = [join(folder, `models ${signal}`), join(folder, `work ${signal}`)]
    const before = log().length
    const said = () => log().slice(before)
    const places = ['--data', 'features', '--models', models, '--work', work]
    const training = trainInSpark([...places, ...large], folder, { SPARK_REMOTE: server().remote })
    await training.until('Training Random Forest')
    // what a level of the trees leaves behind
    while (!said().includes('destroy at RandomForest')) await sleep(50)
    training.kill(signal)
    const beganMs = performance.now()
    const { code, stderr } = await training.ended
    const seconds = (performance.now() - beganMs) / 1000
    console.log(`SPARK ${signal} in a fit exit=${code} seconds=${seconds.toFixed(1)}`)
    expect(stderr.trim().split('\n').at(-1)).toMatch(
      /^error: interrupted: fit RandomForestRegressor in Spark$/,
    )
    expect(code).toBe(status)
    expect(seconds).toBeLessThan(LIMIT_SECONDS)

    const versions = existsSync(models) ? readdirSync(models).filter((name) => !name.startsWith('.')) : []
    expect(versions).toEqual([])
    expect(readdirSync(work).filter((name) => name !== 'studies')).toEqual([])

    expect(said()).toContain('[OPERATION_CANCELED]')
    const ids = (line: RegExp) => [...said().matchAll(line)].map(([, id]) => id).toSorted()
    const sessions = new Set(ids(/ExecuteKey\(freeflow,([\w-]+),[\w-]+\) is created/g))
    expect([...sessions]).toEqual(ids(/Closing session with userId: freeflow and sessionId: ([\w-]+)/g))
    const begun = ids(/ExecuteKey\(freeflow,[\w-]+,([\w-]+)\) is created/g)
    expect(ids(/ExecuteKey\(freeflow,[\w-]+,([\w-]+)\) is removed/g)).toEqual(begun)
    // nothing is computed any more
    const numTasks = () => said().match(/Starting task/g)?.length
    const numBefore = numTasks()
    await sleep(1000)
    expect(numTasks()).toBe(numBefore)
  })
}
