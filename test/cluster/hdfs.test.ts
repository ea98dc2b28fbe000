import { execFileSync } from 'node:child_process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 300_000, hookTimeout: 300_000 })

const found = findHdfs()

describe.skipIf('absent' in found)('a real HDFS', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs()
  })
  afterAll(() => hdfs?.stop())

  const url = (path: string, op: string, user = 'hdfs') =>
    `${hdfs.webhdfsUrl}${path}?op=${op}&user.name=${user}`
  const readText = async (path: string) => (await fetch(url(path, 'OPEN'))).text()

  it('keeps a file when its NameNode is killed and started again', async () => {
    // -L: the NameNode names the DataNode that takes the bytes
    execFileSync('curl', [
      '--noproxy',
      '*',
      '-sfL',
      '-X',
      'PUT',
      '--data-binary',
      'speed',
      url('/a/file', 'CREATE'),
    ])
    expect(await readText('/a/file')).toBe('speed')
    await hdfs.kill('nn')
    await expect(readText('/a/file')).rejects.toThrow()
    await hdfs.start('nn')
    expect(await readText('/a/file')).toBe('speed')
  })

  it('keeps a file when its DataNode is killed and started again', async () => {
    execFileSync('curl', [
      '--noproxy',
      '*',
      '-sfL',
      '-X',
      'PUT',
      '--data-binary',
      'flow',
      url('/b', 'CREATE'),
    ])
    await hdfs.kill('dn0')
    await expect(readText('/b')).rejects.toThrow()
    await hdfs.start('dn0')
    expect(await readText('/b')).toBe('flow')
  })

  it('lets nobody but the owner write', async () => {
    const response = await fetch(url('/c', 'MKDIRS', 'alice'), { method: 'PUT' })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ RemoteException: { exception: 'AccessControlException' } })
  })

  it('is told by an administrator', async () => {
    await hdfs.admin('dfsadmin', '-safemode', 'enter')
    const refused = await fetch(url('/d', 'MKDIRS'), { method: 'PUT' })
    // the NameNode puts the SafeModeException into one that says: try again
    expect(await refused.text()).toContain('Name node is in safe mode')
    await hdfs.admin('dfsadmin', '-safemode', 'leave')
    expect((await fetch(url('/d', 'MKDIRS'), { method: 'PUT' })).status).toBe(200)
    await expect(hdfs.admin('dfs', '-ls', '/nowhere')).rejects.toThrow(/No such file/)
  })
})

describe.skipIf('absent' in found)('two NameNodes of one nameservice', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ numNamenodes: 2 })
  })
  afterAll(() => hdfs?.stop())

  const ask = async (host: string, path: string) => {
    const response = await fetch(`http://${host}/webhdfs/v1${path}?op=GETFILESTATUS&user.name=hdfs`)
    return { status: response.status, body: await response.text() }
  }

  it('hand over when the active one is killed, and the standby says that it is one', async () => {
    const { NN1_HTTP, NN2_HTTP } = hdfs.env
    execFileSync('curl', [
      '--noproxy',
      '*',
      '-sfL',
      '-X',
      'PUT',
      '--data-binary',
      '1',
      `${hdfs.webhdfsUrl}/f?op=CREATE&user.name=hdfs`,
    ])
    expect(await ask(NN2_HTTP, '/f')).toEqual({
      status: 403,
      body: expect.stringContaining('StandbyException'),
    })
    await hdfs.kill('nn1')
    await hdfs.admin('haadmin', '-failover', 'nn1', 'nn2')
    expect(await ask(NN2_HTTP, '/f')).toMatchObject({ status: 200 })
    await hdfs.start('nn1')
    expect(await ask(NN1_HTTP, '/f')).toEqual({
      status: 403,
      body: expect.stringContaining('StandbyException'),
    })
  })
})

const foundHttpfs = findHdfs({ gateway: 'httpfs' })

describe.skipIf('absent' in foundHttpfs)('an HttpFS', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ gateway: 'httpfs' })
  })
  afterAll(() => hdfs?.stop())

  const put = async (base: string, path: string, query: string) => {
    const response = await fetch(`${base}${path}?user.name=hdfs&${query}`, { method: 'PUT' })
    return { status: response.status, body: (await response.text()).trim() }
  }

  it('moves a directory into one that exists, where a NameNode that is told NONE refuses', async () => {
    const strict = 'op=RENAME&destination=/there&renameoptions=NONE'
    await put(hdfs.webhdfsUrl, '/there', 'op=MKDIRS')
    await put(hdfs.webhdfsUrl, '/staged', 'op=MKDIRS')
    expect(await put(hdfs.webhdfsUrl, '/staged', strict)).toMatchObject({ status: 403 })
    expect(await put(hdfs.env.HTTPFS_URL, '/staged', strict)).toEqual({
      status: 200,
      body: '{"boolean":true}',
    })
    expect(await hdfs.admin('dfs', '-ls', '-R', '/')).toContain(' /there/staged')
  })
})
