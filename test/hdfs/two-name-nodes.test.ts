import { expect, it } from 'vitest'
import { fileStatus } from '../../src/hdfs/file-status.ts'
import { openSession } from '../../src/hdfs/open-session.ts'
import { serveHttp } from './serve-http.ts'

/** Two NameNodes, of which the second is active; counts what the first is asked. */
async function serveTwo() {
  const counts = { standby: 0 }
  const standby = await serveHttp((_, __, reply) => {
    counts.standby++
    const RemoteException = {
      exception: 'StandbyException',
      message: 'READ is not supported in state standby',
    }
    reply.writeHead(403).end(JSON.stringify({ RemoteException }))
  })
  const wire = { pathSuffix: '', type: 'FILE', length: 5, fileId: 7, modificationTime: 1, blockSize: 5 }
  const active = await serveHttp((_, __, reply) => reply.end(JSON.stringify({ FileStatus: wire })))
  const open = async () =>
    (await openSession('hdfs://traffic/', { webhdfsUrl: `${standby},${active}`, user: 'hdfs' })).session
  return { counts, standby, active, open }
}

it('a second session asks the active one first, so that a standby that hangs delays one alone', async () => {
  const { counts, open } = await serveTwo()
  const first = await open()
  await fileStatus(first, '/a')
  await fileStatus(first, '/a')
  expect(counts.standby).toBe(1)
  expect((await fileStatus(await open(), '/a'))?.length).toBe(5)
  expect(counts.standby).toBe(1)
})

it('a redirect is taken for one of the NameNode that answered', async () => {
  const { standby, active, open } = await serveTwo()
  const session = await open()
  expect(session.redirect('/data')).toBe(`${standby}/data`)
  await fileStatus(session, '/a')
  expect(session.redirect('/data')).toBe(`${active}/data`)
  expect(() => session.redirect('http://elsewhere.org/')).toThrow(new URL(active).host)
})
