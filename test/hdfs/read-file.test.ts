import { once } from 'node:events'
import { createServer, type Server, type ServerResponse } from 'node:http'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openSession } from '../../src/hdfs/open-session.ts'
import { readFile } from '../../src/hdfs/read-file.ts'
import type { HdfsSession } from '../../src/hdfs/session.ts'

const length = 1_000_000
const status = {
  name: '',
  kind: 'file',
  length,
  fileId: 7,
  modifiedMs: 1,
  blockSize: length,
} as const

// a server that can be made to fail at a given byte, which a real DataNode cannot
describe('a file that is read from a server that breaks off', () => {
  const bytes = Buffer.alloc(length, 'speed')
  let server: Server
  let session: HdfsSession
  let replies: ((reply: ServerResponse, offset: number) => void)[]
  beforeEach(async () => {
    replies = []
    server = createServer((request, reply) => {
      const { origin, pathname, searchParams } = new URL(request.url ?? '', `http://${request.headers.host}`)
      if (pathname === '/data') return replies.shift()?.(reply, Number(searchParams.get('offset')))
      if (searchParams.get('op') === 'GETFILESTATUS') return reply.end(JSON.stringify({ FileStatus: wire }))
      return reply.end(JSON.stringify({ Location: `${origin}/data?offset=${searchParams.get('offset')}` }))
    }).listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    if (address === null || typeof address === 'string') throw new Error('no port')
    const uri = `webhdfs://127.0.0.1:${address.port}/`
    ;({ session } = await openSession(uri, { user: 'hdfs', deadlineMs: 5000 }))
  })
  afterEach(() => {
    server.closeAllConnections()
    server.close()
  })

  const read = async () => {
    const chunks: Uint8Array[] = []
    await readFile(session, '/a', status, (chunk) => void chunks.push(Buffer.from(chunk)))
    return Buffer.concat(chunks)
  }
  const whole = (reply: ServerResponse, offset: number) => reply.end(bytes.subarray(offset))

  it('is taken up where the connection was reset', async () => {
    const offsets: number[] = []
    replies = [
      (reply) => {
        reply.setHeader('content-length', length)
        reply.write(bytes.subarray(0, 300_000))
        setTimeout(() => reply.socket?.resetAndDestroy(), 100)
      },
      (reply, offset) => {
        offsets.push(offset)
        whole(reply, offset)
      },
    ]
    expect(Buffer.compare(await read(), bytes)).toBe(0)
    expect(offsets).toEqual([300_000])
  })

  it('is taken up where the server ended too early', async () => {
    replies = [(reply) => reply.end(bytes.subarray(0, 10)), whole]
    expect(Buffer.compare(await read(), bytes)).toBe(0)
  })

  it('is asked for again where the server excuses itself', async () => {
    const excuse = { RemoteException: { exception: 'RetriableException', message: 'not yet' } }
    replies = [(reply) => reply.writeHead(403).end(JSON.stringify(excuse)), whole]
    expect(Buffer.compare(await read(), bytes)).toBe(0)
  })
})

/** The same as WebHDFS says it. */
const wire = { pathSuffix: '', type: 'FILE', length, fileId: 7, modificationTime: 1, blockSize: length }
