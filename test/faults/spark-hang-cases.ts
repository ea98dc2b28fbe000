import { expect, it } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { connect } from '../../src/spark/connect.ts'
import type { SharedServer } from './shared-server.ts'
import { trainInSpark } from './train-in-spark.ts'

/** Within which it must be told: 10 s of quiet, 30 s for a sign of life, 10 s for the end of the session, and some. */
const LIMIT_SECONDS = 60

/** What is expected of a run whose Spark server hangs; the server is well again afterwards. */
export function sparkHangCases({ folder, server }: SharedServer): void {
  it('is told to a run within a minute, and serves others when it goes on', async () => {
    const places = ['--data', 'features', '--models', 'hanging']
    const training = trainInSpark(places, folder, { SPARK_REMOTE: server().remote })
    await training.until('Training Random Forest')
    process.kill(server().pid, 'SIGSTOP')
    const beganMs = performance.now()
    const { code, stderr } = await training.ended.finally(() => process.kill(server().pid, 'SIGCONT'))
    const seconds = (performance.now() - beganMs) / 1000
    console.log(`SPARK hangs exit=${code} seconds=${seconds.toFixed(0)}`)
    expect(stderr).toMatch(
      /^error: sc:\/\/127\.0\.0\.1:\d+: [^\n]+: the server does not answer: nothing came for 30 s\nhint: /m,
    )
    expect(code).toBe(exitCodes.engine)
    expect(seconds).toBeLessThan(LIMIT_SECONDS)
    const session = await connect(server().remote, { warn: (line) => console.warn(line) })
    expect(await session.collect(session.sql('select 1 n'))).toEqual([{ n: 1 }])
    await session.close()
  })
}
