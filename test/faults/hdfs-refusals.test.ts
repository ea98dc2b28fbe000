import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest'
import { exitCodes } from '../../src/errors.ts'
import { runCli } from '../cli/run-cli.ts'
import { findHdfs, type Hdfs, startHdfs } from '../cluster/hdfs.ts'
import { smallDisk } from '../store/small-disk.ts'
import { temporaryDirectory } from '../store/temporary-store.ts'
import { lookAt, startPublish } from './hdfs-publish.ts'
import { proxyNameNode } from './name-node-proxy.ts'

vi.setConfig({ testTimeout: 300_000, hookTimeout: 120_000 })

const found = findHdfs()

describe.skipIf('absent' in found)('an HDFS that refuses', () => {
  let hdfs: Hdfs
  let numBases = 0
  beforeAll(async () => {
    hdfs = await startHdfs({ blockSizeBytes: 1 << 20 })
  })
  afterAll(() => hdfs?.stop())

  const newBase = () => `/refusals-${numBases++}`

  /** Publishes where it cannot succeed, and says what came of it, in a line. */
  async function refused(name: string, base: string, options: Parameters<typeof startPublish>[2]) {
    const { code, stderr } = await startPublish(hdfs, base, options).ended
    const { whole, half, staged } = await lookAt(hdfs, base)
    console.log(`REFUSED ${name}: exit=${code} whole=${whole} half=${half} staged=${staged}`)
    expect({ code, half, staged }).toEqual({ code: exitCodes.storage, half: 0, staged: 0 })
    expect(stderr.split('\n')).toHaveLength(2)
    return { stderr, whole }
  }

  it('by a space quota names it, keeps the old version, and takes a new one when it is raised', async () => {
    const base = newBase()
    expect((await startPublish(hdfs, base).ended).code).toBe(0)
    await hdfs.admin('dfsadmin', '-setSpaceQuota', '2m', base)
    const { stderr, whole } = await refused('space quota', base, { numMegabytes: 3 })
    expect(stderr).toMatch(`storage: cannot write ${hdfs.hdfsUrl}${base}/`)
    expect(stderr).toContain('(DSQuotaExceededException)')
    expect(whole).toBe(1)
    await hdfs.admin('dfsadmin', '-clrSpaceQuota', base)
    expect((await startPublish(hdfs, base, { numMegabytes: 3 }).ended).code).toBe(0)
  })

  it('by a name quota names it', async () => {
    const base = newBase()
    expect((await startPublish(hdfs, base).ended).code).toBe(0)
    await hdfs.admin('dfsadmin', '-setQuota', '18', base)
    const { stderr, whole } = await refused('name quota', base, {})
    expect(stderr).toMatch(/^storage: cannot .*\(NSQuotaExceededException\)\n$/)
    expect(whole).toBe(1)
  })

  it('by permissions names the user and the path', async () => {
    const base = newBase()
    expect((await startPublish(hdfs, base).ended).code).toBe(0)
    const { stderr, whole } = await refused('no permission', base, { env: { HADOOP_USER_NAME: 'alice' } })
    expect(stderr).toMatch(
      /^storage: cannot create .*user=alice, access=WRITE.*\(AccessControlException\)\n$/,
    )
    expect(whole).toBe(1)
  })

  it('by permissions at the commit only leaves nothing', async () => {
    const base = newBase()
    expect((await startPublish(hdfs, base).ended).code).toBe(0)
    await hdfs.admin('dfs', '-chmod', '-R', '777', `${base}/.freeflow`)
    const { stderr, whole } = await refused('no permission to commit', base, {
      env: { HADOOP_USER_NAME: 'alice' },
    })
    expect(stderr).toContain('(AccessControlException)')
    expect(whole).toBe(1)
  })

  it('where the local disk is full, which is named', async (context) => {
    const disk = smallDisk(context, '256k')
    const { stderr } = await refused('full scratch', newBase(), { numMegabytes: 1, env: { TMPDIR: disk } })
    expect(stderr).toMatch(`storage: cannot write into ${disk}/`)
    expect(stderr).toContain('(ENOSPC)')
  })

  /** Asks for the latest version by the command line. */
  async function ask(webhdfsUrl: string) {
    const args = ['models', 'latest', 'm', '--models', `${hdfs.hdfsUrl}/none`]
    const env = { FREEFLOW_WEBHDFS_URL: webhdfsUrl, HADOOP_USER_NAME: 'hdfs', FREEFLOW_HDFS_DEADLINE: '2s' }
    const { code, stdout, stderr } = await runCli(args, { cwd: temporaryDirectory(), env })
    expect([code, stdout]).toEqual([exitCodes.storage, ''])
    const [error, hint] = stderr.trimEnd().split('\n').slice(-2)
    expect(error).toMatch(`error: cannot look at ${hdfs.hdfsUrl}/none: `)
    return { error, hint }
  }

  it('from a port where nothing listens is told after the deadline, with what to check', async () => {
    const { error, hint } = await ask(`http://127.0.0.1:${await freePort()}`)
    expect(error).toMatch(/127\.0\.0\.1:\d+ cannot be reached \(ECONNREFUSED\); given up after \d s$/)
    expect(hint).toMatch(/^hint: check .*--webhdfs-url/)
  })

  it('from a host that nobody knows is told', async () => {
    const { error, hint } = await ask('http://namenode.invalid:9870')
    expect(error).toContain('namenode.invalid:9870')
    expect(hint).toMatch(/^hint: check .*--webhdfs-url/)
  })

  it('from a port that is that of RPC is told', async () => {
    const { error, hint } = await ask(hdfs.hdfsUrl.replace('hdfs:', 'http:'))
    expect(error).toContain('no answer of WebHDFS')
    expect(hint).toMatch(/^hint: check .*--webhdfs-url/)
  })

  it.each([200, 302, 404])(
    'from a server that is no WebHDFS, by a page of HTTP %i, is told',
    async (status) => {
      const page = {
        status,
        headers: { 'content-type': 'text/html', location: '/login' },
        body: '<h1>Hi</h1>',
      }
      const { url } = await proxyNameNode(hdfs.webhdfsUrl, () => page)
      const { error, hint } = await ask(url)
      expect(error).toContain('no answer of WebHDFS')
      expect(hint).toMatch(/^hint: check .*--webhdfs-url/)
    },
  )

  it('by asking for Kerberos is told with the way out', async () => {
    const answer = { status: 401, headers: { 'www-authenticate': 'Negotiate' }, body: '<h2>HTTP 401</h2>' }
    const { url } = await proxyNameNode(hdfs.webhdfsUrl, () => answer)
    const { error, hint } = await ask(url)
    expect(error).toMatch(/it asks for credentials \(HTTP 401\)$/)
    expect(hint).toContain('FREEFLOW_HDFS_TOKEN')
  })

  it('by its safe mode is told with what to wait for', async () => {
    await hdfs.admin('dfsadmin', '-safemode', 'enter')
    const args = ['sample', '--out', `${hdfs.hdfsUrl}/safe`, '--sensors', '2', '--days', '1']
    const env = {
      FREEFLOW_WEBHDFS_URL: hdfs.webhdfsUrl,
      HADOOP_USER_NAME: 'hdfs',
      FREEFLOW_HDFS_DEADLINE: '2s',
    }
    const { code, stderr } = await runCli(args, { cwd: temporaryDirectory(), env })
    await hdfs.admin('dfsadmin', '-safemode', 'leave')
    expect([code, stderr]).toEqual([
      exitCodes.storage,
      expect.stringMatching(
        /SafeMode.*; given up after \d s\nhint: wait until the NameNode has left safe mode/,
      ),
    ])
    expect(stderr.match(/given up/g)).toHaveLength(1)
  })

  // last: its DataNode does not come back
  it('by a full disk of its DataNode names that, after the deadline', async (context) => {
    const state = hdfs.confDir.replace(/\/conf$/, '')
    const disk = smallDisk(context, '256k')
    await hdfs.kill('dn0')
    // an empty disk in the place of the first: its DataNode begins anew
    if (spawnSync('mount', ['--bind', disk, `${state}/data-dn0`]).status !== 0)
      context.skip('no directory can be mounted over another here')
    onTestFinished(async () => {
      await hdfs.kill('dn0')
      spawnSync('umount', ['-l', `${state}/data-dn0`])
    })
    // it will not serve: the fixture would wait
    expect(spawnSync('scripts/hdfs-ctl', [state, 'start', 'dn0', '--no-wait']).status).toBe(0)
    const env = { FREEFLOW_HDFS_DEADLINE: '20s' }
    const { stderr } = await refused('full DataNode', newBase(), { env })
    expect(stderr).toMatch(
      /^storage: cannot write .*(Failed to find datanode|could only be written).*given up after \d+ s\n$/,
    )
  })
})

/** A port where somebody listened a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  return typeof address === 'object' ? (address?.port ?? 0) : 0
}
