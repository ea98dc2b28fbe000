import { expect, it } from 'vitest'
import { openSession } from '../../src/hdfs/open-session.ts'
import { readFile } from '../../src/hdfs/read-file.ts'
import { connectionFailure } from '../../src/hdfs/request.ts'
import { deafPort } from './deaf-port.ts'
import { serveHttp } from './serve-http.ts'

const status = {
  name: '',
  kind: 'file',
  length: 5,
  fileId: 7,
  modifiedMs: 1,
  blockSize: 5,
} as const
/** The same as WebHDFS says it. */
const wire = { pathSuffix: '', type: 'FILE', length: 5, fileId: 7, modificationTime: 1, blockSize: 5 }

/** Answers as NameNode and DataNode of one file; `locate` says where a request for its bytes is to go. */
async function serve(locate: (params: URLSearchParams, origin: string) => string) {
  const origin = await serveHttp(({ pathname, searchParams }, _, reply) => {
    if (pathname === '/data') return reply.end('speed')
    if (searchParams.get('op') === 'GETFILESTATUS') return reply.end(JSON.stringify({ FileStatus: wire }))
    return reply.end(JSON.stringify({ Location: locate(searchParams, origin) }))
  })
  const uri = origin.replace('http:', 'webhdfs:')
  return (await openSession(uri, { user: 'hdfs', deadlineMs: 20_000 })).session
}

it('asks for another DataNode after 5 s where one lets nobody connect', { timeout: 20_000 }, async () => {
  const deaf = await deafPort()
  const excluded: (string | null)[] = []
  const session = await serve((params, origin) => {
    excluded.push(params.get('excludedatanodes'))
    return `${excluded.length === 1 ? `http://127.0.0.1:${deaf}` : origin}/data`
  })
  const chunks: Uint8Array[] = []
  const startMs = performance.now()
  await readFile(session, '/a', status, (chunk) => void chunks.push(chunk))
  expect(`${Buffer.concat(chunks)}`).toBe('speed')
  expect(excluded).toEqual([null, '127.0.0.1'])
  expect(performance.now() - startMs).toBeLessThan(8000)
})

it.each([
  ['ETIMEDOUT', 'connect', 'Unreachable'],
  ['EHOSTDOWN', 'connect', 'Unreachable'],
  ['EHOSTUNREACH', 'connect', 'Unreachable'],
  // what was sent may have been done
  ['ETIMEDOUT', 'read', 'NoReply'],
  ['EHOSTUNREACH', 'write', 'NoReply'],
  ['ECONNRESET', 'read', 'NoReply'],
])('tells %s of %s as %s', (code, syscall, kind) => {
  const cause = new TypeError('fetch failed', { cause: Object.assign(new Error(code), { code, syscall }) })
  const error = connectionFailure({ action: 'cannot read /a', url: 'http://dn:9864/' }, cause)
  expect(error.details).toEqual({ exception: kind })
})

it('says of a DataNode whose name nobody knows here how to map it', async () => {
  const session = await serve(() => 'http://datanode.localhost.invalid:9864/data')
  const named = { ...session, deadlineMs: 500, redirect: (location: string) => location }
  await expect(readFile(named, '/a', status, () => {})).rejects.toMatchObject({
    hint: expect.stringContaining('--datanode-map INNER=OUTER'),
  })
})
