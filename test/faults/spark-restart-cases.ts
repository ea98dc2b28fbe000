import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { connect } from '../../src/spark/connect.ts'
import type { Progress } from '../../src/spark/link.ts'
import { defaultRetryPolicy } from '../../src/spark/retry-policy.ts'
import { portOf } from '../cluster/spark-server.ts'
import { cuttingProxy } from './cutting-proxy.ts'
import { numWritesIn } from './num-writes-in.ts'
import type { SharedServer } from './shared-server.ts'
import { trainInSpark } from './train-in-spark.ts'

/** Within which the end of a server must be told. */
const LIMIT_SECONDS = 10
/** Comes back each second for longer than a server takes to start. */
const patient = { ...defaultRetryPolicy, maxPauseMs: 1_000, maxRetries: 300 }

/** What is expected of clients of a Spark server that is killed and started anew: the last of all cases of a server. */
export function sparkRestartCases({ folder, run, server, startAnew }: SharedServer): void {
  it('that is killed is told to a run in seconds, and to a write that waited for it, which is not done again', async () => {
    const proxy = await cuttingProxy(portOf(server()))
    const remote = server().remote.replace(/:\d+\//, `:${proxy.port}/`)
    const warn = (line: string) => console.warn(line)
    const waiting = await connect(remote, { policy: patient, warn })
    const idle = await connect(remote, { policy: patient, warn })
    const places = ['--data', 'features', '--models', 'models']
    const training = trainInSpark(places, folder, { SPARK_REMOTE: server().remote })
    await training.until('Training Random Forest')

    // it takes minutes
    const rows = waiting.sql('select uuid() u from range(0, 1000000000, 1, 1000)')
    let told: unknown
    const write = new Promise<void>((runs) => {
      const onProgress = ({ numRunningTasks }: Progress) => numRunningTasks > 0 && runs()
      void waiting
        .using({ onProgress })
        .write(rows, { path: join(folder, 'long') })
        .catch((error: unknown) => (told = error))
    })
    await write
    process.kill(server().pid, 'SIGKILL')
    const beganMs = performance.now()
    const { code, stderr } = await training.ended
    const seconds = (performance.now() - beganMs) / 1000
    expect(stderr).toMatch(
      /^error: sc:\/\/127\.0\.0\.1:\d+: [^\n]* cannot be reached: [^\n]*ECONNREFUSED[^\n]*\nhint: /m,
    )
    expect(stderr).not.toContain('close')
    expect(code).toBe(exitCodes.engine)
    expect(seconds).toBeLessThan(LIMIT_SECONDS)
    const models = join(folder, 'models')
    const versions = existsSync(models) ? readdirSync(models).filter((name) => !name.startsWith('.')) : []
    expect(versions).toEqual([])
    // the client in the middle of a write is still waiting
    expect(told).toBeUndefined()

    await startAnew()
    proxy.turnTo(portOf(server()))
    while (told === undefined) await sleep(100)
    expect(told).toMatchObject({ code: 'engine', message: expect.stringMatching(/started anew|restarted/) })
    await expect(idle.collect(idle.sql('select 1'))).rejects.toThrow(/restarted|started anew/)
    const repeated = numWritesIn(run)
    console.log(`SPARK restarted detected=3 of 3 seconds=${seconds.toFixed(1)} repeated_writes=${repeated}`)
    expect(repeated).toBe(0)
    expect(existsSync(join(folder, 'long/_SUCCESS'))).toBe(false)
    for (const session of [waiting, idle]) await session.close()
  })
}
