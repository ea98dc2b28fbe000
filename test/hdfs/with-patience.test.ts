import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { failure } from '../../src/hdfs/failure.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import type { HdfsSession } from '../../src/hdfs/session.ts'
import { withPatience } from '../../src/hdfs/with-patience.ts'

async function sessionOf(deadlineMs: number): Promise<HdfsSession> {
  const { session } = await openSession('hdfs://nn:1/a', {
    webhdfsUrl: 'http://nn:2',
    user: 'hdfs',
    deadlineMs,
  })
  return session
}

/** Fails so often before it succeeds, each time after a while. */
function failing(times: number, afterMs: number, kind = 'NoReply') {
  let tries = 0
  return async () => {
    await sleep(afterMs)
    if (tries++ < times) throw failure(kind, 'cannot write /a: no answer')
    return tries
  }
}

it('tries again what may pass, and says at the end for how long', async () => {
  const session = await sessionOf(400)
  expect(await withPatience(session, failing(2, 1))).toBe(3)
  const begin = performance.now()
  await expect(withPatience(session, failing(99, 1))).rejects.toThrow(
    'cannot write /a: no answer; given up after 0 s',
  )
  expect(performance.now() - begin).toBeLessThan(1000)
})

it('says once for how long, where a try was patient itself', async () => {
  const session = await sessionOf(200)
  const nested = () => withPatience(session, failing(99, 1))
  await expect(withPatience(session, nested)).rejects.toThrow(
    /^cannot write \/a: no answer; given up after 0 s$/,
  )
})

it('does not try again what is final', async () => {
  const session = await sessionOf(400)
  await expect(withPatience(session, failing(1, 1, 'AccessControlException'))).rejects.toThrow(
    '/a: no answer',
  )
})

it('tries a long transfer again that broke off after more than the deadline', async () => {
  expect(await withPatience(await sessionOf(400), failing(1, 500))).toBe(2)
})

it('gives up at once where all has failed for the deadline', async () => {
  const session = await sessionOf(400)
  await expect(withPatience(session, failing(99, 1))).rejects.toThrow('given up')
  let tries = 0
  const count = async () => {
    tries++
    throw failure('NoReply', 'no answer')
  }
  await sleep(150)
  await expect(withPatience(session, count)).rejects.toThrow('given up')
  expect(tries).toBeLessThan(4)
})
