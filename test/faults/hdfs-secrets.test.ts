import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { openStore } from '../../src/store/store.ts'
import { walkFiles } from '../../src/store/walk-files.ts'
import { runCli } from '../cli/run-cli.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { publishAt, temporaryDirectory } from '../store/temporary-store.ts'
import { type Fate, type Passing, proxyNameNode } from './name-node-proxy.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const found = findHdfs()
const isOpen = ({ op }: Passing) => op === 'OPEN'

describe.skipIf('absent' in found)('a delegation token', () => {
  let hdfs: Hdfs
  let token: string
  let base: string
  let occurrences = 0
  let failures = 0
  beforeAll(async () => {
    hdfs = await startHdfs()
    const reply = await fetch(`${hdfs.webhdfsUrl}/?op=GETDELEGATIONTOKEN&user.name=hdfs`)
    token = Object(await reply.json()).Token.urlString
    expect(token.length).toBeGreaterThan(40)
    // where nobody proves who they are, a token is dr.who's
    await hdfs.admin('dfs', '-chmod', '777', '/')
    base = `${hdfs.hdfsUrl}/secrets`
    await publishAt(
      await openStore(base, { webhdfsUrl: hdfs.webhdfsUrl, token }),
      'm',
      '2026-01-01T00:00:00Z',
    )
  })
  afterAll(() => {
    console.log(`SECRETS failures=${failures} occurrences=${occurrences}`)
    return hdfs?.stop()
  })

  /** Half of it is a secret too, however it is written. */
  function expectNone(what: string, text: string): void {
    const half = token.slice(token.length / 4, (token.length * 3) / 4)
    const count = text.split(half).length - 1
    occurrences += count
    expect(count, `${what}: ${text.slice(0, 2000)}`).toBe(0)
  }

  /** Asks for a version by the command line and in this process, causes of errors included. */
  async function failWith(name: string, webhdfsUrl: string, given = token): Promise<void> {
    const env = {
      FREEFLOW_WEBHDFS_URL: webhdfsUrl,
      FREEFLOW_HDFS_TOKEN: given,
      FREEFLOW_HDFS_DEADLINE: '1s',
      FREEFLOW_DEBUG: '1',
    }
    const cwd = temporaryDirectory()
    const args = ['models', 'verify', 'm', '--models', base, '--json']
    const { code, stdout, stderr } = await runCli(args, { cwd, env })
    expect(code, `${name} ${stdout}`).not.toBe(0)
    expectNone(name, stdout + stderr)
    const failed = openStore(base, { webhdfsUrl, token: given, deadlineMs: 1000 }).then((store) =>
      store.files.read(`${base}/m/20260101_000000/golden.json`),
    )
    const error = await failed.then(
      () => null,
      (cause: unknown) => cause,
    )
    expect(error).not.toBeNull()
    expectNone(`${name}, causes`, inspect(error, { depth: 20, showHidden: true }))
    failures++
  }

  const text = (status: number, body: string) => ({ status, headers: { 'content-type': 'text/html' }, body })
  const location = (params: URLSearchParams, host: string) => {
    return text(200, JSON.stringify({ Location: `${host}/webhdfs/v1/x?${params}` }))
  }
  const remote = (message: string) =>
    text(403, JSON.stringify({ RemoteException: { exception: 'AccessControlException', message } }))
  const raw = (params: URLSearchParams) => params.get('delegation') ?? ''

  it.each<readonly [string, (passing: Passing) => Fate]>([
    ['a page that repeats the URL', ({ params }) => text(404, `no such page: /x?${params}`)],
    ['a failure that repeats the URL', ({ params }) => text(502, `GET /x?${params}`)],
    ['a page that repeats the token', ({ params }) => text(400, `bad value ${raw(params)}`)],
    ['a success that repeats the token', ({ params }) => text(200, `hello ${raw(params)}`)],
    ['a request for credentials', ({ params }) => text(401, `?${params}`)],
    ['an exception that repeats the token', ({ params }) => remote(`token ${raw(params)} is no good`)],
    ['an encoded token', ({ params }) => remote(`delegation%3D${raw(params)}%26user`)],
    ['a reply that is lost', () => 'lose-reply'],
    ['a stranger for a DataNode', (p) => (isOpen(p) ? location(p.params, 'http://evil.example') : 'pass')],
    ['no URL of a DataNode', (p) => (isOpen(p) ? location(p.params, 'gopher://') : 'pass')],
    [
      'a user in the URL of a DataNode',
      (p) => (isOpen(p) ? location(p.params, 'http://a:b@127.0.0.1') : 'pass'),
    ],
    [
      'a DataNode that does not answer',
      (p) => (isOpen(p) ? location(p.params, 'http://127.0.0.1:9') : 'pass'),
    ],
    [
      'another shape',
      ({ params }) => text(200, JSON.stringify({ FileStatus: { [raw(params)]: raw(params) } })),
    ],
  ])('is not shown by %s', async (name, decide) => {
    await failWith(name, (await proxyNameNode(hdfs.webhdfsUrl, decide)).url)
  })

  it('is not shown where nobody answers, nor as a setting that is refused', async () => {
    await failWith('wrong port', 'http://127.0.0.1:9')
    await failWith('unknown host', 'http://namenode.invalid:9870')
    await failWith('token in the URL', `${hdfs.webhdfsUrl}?delegation=${token}`)
    await failWith('bad letters in the token', hdfs.webhdfsUrl, `${token} "`)
  })

  it('is in no file of a version, nor of the work folder, nor in what is printed', async () => {
    const cwd = temporaryDirectory()
    const env = {
      FREEFLOW_WEBHDFS_URL: hdfs.webhdfsUrl,
      FREEFLOW_HDFS_TOKEN: token,
      FREEFLOW_DEBUG: '1',
    }
    const models = `${hdfs.hdfsUrl}/trained`
    const data = ['--sensors', '8', '--days', '2', '--folds', '2', '--threads', '1']
    const args = ['train', 'linear_regression', ...data, '--models', models, '--work', 'work', '--json']
    const { code, stdout, stderr } = await runCli(args, { cwd, env })
    expect(code, stderr).toBe(0)
    expectNone('a run that succeeds', stdout + stderr)
    const { files } = await openStore(models, { webhdfsUrl: hdfs.webhdfsUrl, user: 'hdfs' })
    const stored = (await walkFiles(files, models)) ?? []
    expect(stored.some(({ name }) => name.endsWith('metadata.json'))).toBe(true)
    for (const { name } of stored)
      expectNone(name, Buffer.from(await files.read(`${models}/${name}`)).toString('latin1'))
    for (const name of readdirSync(cwd, { recursive: true, encoding: 'utf8' }))
      if (statSync(join(cwd, name)).isFile()) expectNone(name, readFileSync(join(cwd, name), 'latin1'))
  })
})
