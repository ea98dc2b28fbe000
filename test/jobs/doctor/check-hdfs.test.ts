import { expect, it } from 'vitest'
import { openSession } from '../../../src/hdfs/open-session.ts'
import { checkHdfs } from '../../../src/jobs/doctor/check-hdfs.ts'
import { serveHttp } from '../../hdfs/serve-http.ts'

/** Checks an HDFS of 10 GB that has so many bytes left. */
async function checkWith(freeBytes: number, numLiveDataNodes = 1) {
  const origin = await serveHttp((_, __, reply) => reply.end('{"Path":"/user/hdfs"}'))
  const { session } = await openSession(origin.replace('http:', 'webhdfs:'), { user: 'hdfs' })
  const serving = {
    ...{ role: 'active', version: '3.5.0', isInSafeMode: false, clockMs: 0 },
    ...{ numLiveDataNodes, numDeadDataNodes: 0, capacityBytes: 10e9, freeBytes },
  }
  const [user, clock, datanodes] = await checkHdfs('hdfs', session, serving, 0)
  expect([user.status, clock.status]).toEqual(['ok', 'ok'])
  return datanodes
}

it('warns where HDFS has as little room as would be a warning on disk', async () => {
  expect(await checkWith(2e9)).toMatchObject({ status: 'ok', text: '1 alive; 2.0 GB of 10.0 GB free' })
  expect(await checkWith(0)).toMatchObject({
    status: 'warn',
    text: expect.stringMatching(/^1 alive; 0.* of 10\.0 GB free$/),
    hint: expect.stringContaining('free some space'),
  })
  expect(await checkWith(0, 0)).toMatchObject({ status: 'fail' })
})
