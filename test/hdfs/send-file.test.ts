import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it, onTestFinished } from 'vitest'
import { openSession } from '../../src/hdfs/open-session.ts'
import { sendFile } from '../../src/hdfs/send-file.ts'
import { uploadFile } from '../../src/hdfs/upload-file.ts'
import { serveHttp } from './serve-http.ts'

/** Answers as a gateway that takes files and never says that one may go on; `onFile` is told of each. */
async function serve(onFile: (body: Promise<string>) => unknown) {
  const origin = await serveHttp(async ({ pathname, searchParams }, request, reply) => {
    if (searchParams.get('op') === 'DELETE') return reply.end('{"boolean":true}')
    if (pathname !== '/data') return reply.end(JSON.stringify({ Location: `${origin}/data` }))
    const body = text(request)
    onFile(body)
    await body.catch(() => '')
    return reply.writeHead(201).end()
  })
  const uri = origin.replace('http:', 'webhdfs:')
  return (await openSession(uri, { user: 'hdfs', deadlineMs: 20_000 })).session
}

it('is sent after 2 s to a server that does not ask for it', { timeout: 20_000 }, async () => {
  const bodies: Promise<string>[] = []
  const session = await serve((body) => bodies.push(body))
  const startMs = performance.now()
  await sendFile(session, '/a', { length: 5, chunks: () => [Buffer.from('speed')] })
  expect(await Promise.all(bodies)).toEqual(['speed'])
  expect(performance.now() - startMs).toBeLessThan(6000)
})

it('is named, and not sent again, where our own file becomes shorter on its way', {
  timeout: 20_000,
}, async () => {
  const folder = mkdtempSync(join(tmpdir(), 'freeflow-send-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const path = join(folder, 'file')
  writeFileSync(path, Buffer.alloc(4 << 20))
  let numTries = 0
  const session = await serve((body) => {
    numTries++
    body.catch(() => {})
    truncateSync(path, 1 << 20)
  })
  await expect(uploadFile(session, { staging: '/s', path: '/a' }, path)).rejects.toMatchObject({
    code: 'storage',
    message: `cannot read ${path}: it no longer has ${4 << 20} bytes`,
  })
  expect(numTries).toBe(1)
})
