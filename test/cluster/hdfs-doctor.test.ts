import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { runCli } from '../cli/run-cli.ts'
import { temporaryFolder } from '../cli/temporary-folder.ts'
import { findHdfs, type Hdfs, startHdfs } from './hdfs.ts'
import { spoilingProxy } from './spoiling-proxy.ts'

// a JVM starts in seconds, or in a minute where the machine is busy
vi.setConfig({ testTimeout: 120_000, hookTimeout: 180_000 })

const present = !('absent' in findHdfs())
const cwd = temporaryFolder()

interface Check {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly hint: string | null
}

interface Asked {
  readonly user?: string
  readonly token?: string
  readonly confDir?: string
  readonly args?: readonly string[]
}

async function doctor(models: string, { user = 'hdfs', token = '', confDir = '', args = [] }: Asked = {}) {
  const env = {
    HADOOP_USER_NAME: user,
    HADOOP_CONF_DIR: confDir,
    FREEFLOW_WEBHDFS_URL: '',
    FREEFLOW_HDFS_TOKEN: token,
  }
  const startMs = performance.now()
  const { code, stdout } = await runCli(['doctor', '--json', '--models', models, ...args], { cwd, env })
  const { checks }: { checks: Check[] } = JSON.parse(stdout)
  const statuses = Object.fromEntries(checks.map(({ id, status }) => [id, status]))
  const check = (id: string) => checks.find((one) => one.id === id)
  return { code, stdout, checks, statuses, check, seconds: (performance.now() - startMs) / 1000 }
}

describe.skipIf(!present)('doctor on a real HDFS', () => {
  let hdfs: Hdfs
  const models = () => `${hdfs.hdfsUrl}/traffic/models`
  const told = (...args: string[]) => ({ args: ['--webhdfs-url', hdfs.webhdfsUrl, ...args] })
  const namesAtTop = async () =>
    (await hdfs.admin('dfs', '-ls', '-R', '/'))
      .split('\n')
      .map((line) => line.split(' ').at(-1))
      .filter((name) => name?.startsWith('/'))

  beforeAll(async () => {
    hdfs = await startHdfs()
    writeFileSync(join(cwd, 'rows.parquet'), 'PAR1PAR1')
    await hdfs.admin('dfs', '-mkdir', '-p', '/data/_temporary', '/data/day=1', '/traffic')
    await hdfs.admin('dfs', '-put', join(cwd, 'rows.parquet'), '/data/day=1/rows.parquet')
  })
  afterAll(() => hdfs?.stop())

  it('finds all well, goes the way once, and leaves nothing', async () => {
    const before = await namesAtTop()
    const { code, checks, check } = await doctor(models(), told('--data', `${hdfs.hdfsUrl}/data/day=1`))
    const ofHdfs = checks.filter(({ id }) => /^(models|data)/.test(id))
    expect(ofHdfs.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'models.namenode.1 ok',
      'models.user ok',
      'models.clock ok',
      'models.datanodes ok',
      'models.datanode ok',
      'models.datanode.each ok',
      'models.write ok',
      'models.rename ok',
      'models.quota skipped',
      'models.versions ok',
      'models.leftovers ok',
      'models.preprocessing ok',
      'data ok',
      'data.unfinished ok',
    ])
    expect(check('models.namenode.1')?.text).toMatch(/^http:\S+\/webhdfs\/v1: active, Hadoop \d+\.\d+\.\d+$/)
    expect(check('models.user')?.text).toBe('user hdfs, home /user/hdfs')
    expect(check('models.datanodes')?.text).toMatch(/^1 alive; [\d.]+ GB of [\d.]+ GB free$/)
    expect(check('models.datanode')?.text).toBe(`${hdfs.env.DN0_HTTP} answers`)
    expect(check('models.datanode.each')?.text).toBe('1 of 1 answer from here')
    expect(check('models.write')?.text).toContain(
      `in ${hdfs.hdfsUrl}/traffic, as ${models()} is not there yet`,
    )
    expect(check('data')?.text).toMatch(/data\/day=1: 1 files, 8 B; .*\/day=1\/rows\.parquet can be read$/)
    expect(code).toBe(0)
    expect(await namesAtTop()).toEqual(before)
  })

  it('counts the versions of a store there', async () => {
    const train = ['train-all', '--only', 'linear_regression', '--sensors', '2', '--days', '1', '--no-cv']
    const env = { HADOOP_USER_NAME: 'hdfs', HADOOP_CONF_DIR: '' }
    const at = `${hdfs.hdfsUrl}/full`
    const run = await runCli([...train, '--models', at, '--webhdfs-url', hdfs.webhdfsUrl], { cwd, env })
    expect([run.code, run.stderr]).toEqual([0, expect.any(String)])
    const { code, check } = await doctor(at, told())
    expect(check('models.versions')?.text).toMatch(
      /^1 whole, 0 broken, 0 unverified; newest linear_regression \d{8}_/,
    )
    expect(check('models.preprocessing')?.text).toMatch(/^\d+ stages in hdfs:/)
    expect(code).toBe(0)
  })

  it('says what is wrong with data', async () => {
    const writing = await doctor(models(), told('--data', `${hdfs.hdfsUrl}/data`))
    expect(writing.check('data.unfinished')).toMatchObject({
      status: 'warn',
      text: `${hdfs.hdfsUrl}/data/_temporary is there: a job writes, or has died`,
    })
    expect(writing.code).toBe(0)
    const absent = await doctor(models(), told('--data', `${hdfs.hdfsUrl}/Data`))
    expect([absent.code, absent.statuses.data]).toEqual([3, 'fail'])
    const empty = await doctor(models(), told('--data', `${hdfs.hdfsUrl}/traffic`))
    expect([empty.code, empty.statuses.data]).toEqual([3, 'fail'])
    await hdfs.admin('dfs', '-mkdir', '/secret')
    await hdfs.admin('dfs', '-put', join(cwd, 'rows.parquet'), '/secret/rows.parquet')
    await hdfs.admin('dfs', '-chmod', '600', '/secret/rows.parquet')
    const secret = await doctor(models(), { user: 'alice', ...told('--data', `${hdfs.hdfsUrl}/secret`) })
    expect(secret.check('data')?.text).toMatch(/^cannot read .*user=alice, access=READ/)
  })

  it('says as whom one may not write, and goes on to what can be read', async () => {
    const { code, check, statuses } = await doctor(models(), { user: 'alice', ...told() })
    expect(check('models.user')?.text).toBe('user alice, home /user/alice')
    expect(check('models.write')).toMatchObject({
      status: 'fail',
      text: expect.stringContaining('user=alice, access=WRITE, inode="/traffic":hdfs'),
      hint: expect.stringContaining('HADOOP_USER_NAME'),
    })
    expect(statuses).toMatchObject({ 'models.rename': 'skipped', 'models.versions': 'ok' })
    expect(code).toBe(5)
  })

  it('leaves the quota out where a directory in the store is closed to us', async () => {
    await hdfs.admin('dfs', '-mkdir', '-p', '/shared/.private')
    await hdfs.admin('dfs', '-chmod', '777', '/shared')
    await hdfs.admin('dfs', '-chmod', '700', '/shared/.private')
    const { code, check } = await doctor(`${hdfs.hdfsUrl}/shared`, { user: 'alice', ...told() })
    expect(check('models.quota')).toMatchObject({
      status: 'skipped',
      text: expect.stringContaining('may not'),
    })
    expect(code).toBe(0)
  })

  it('shows a quota that is nearly used up, and one that is', async () => {
    await hdfs.admin('dfs', '-mkdir', '/tight')
    await hdfs.admin('dfsadmin', '-setQuota', '20', '/tight')
    await hdfs.admin('dfsadmin', '-setSpaceQuota', '1000000000', '/tight')
    const free = await doctor(`${hdfs.hdfsUrl}/tight`, told())
    expect(free.check('models.quota')).toMatchObject({
      status: 'ok',
      text: '/tight: 1 of 20 names, 0 B of 1.0 GB with replicas',
    })
    await hdfs.admin('dfsadmin', '-setQuota', '1', '/tight')
    const full = await doctor(`${hdfs.hdfsUrl}/tight`, told())
    expect(full.check('models.quota')).toMatchObject({ status: 'warn' })
    expect(full.check('models.write')?.text).toMatch(/NSQuotaExceededException/)
    expect(full.code).toBe(5)
  })

  it('finds safe mode, and does not try to write', async () => {
    await hdfs.admin('dfsadmin', '-safemode', 'enter')
    try {
      const { code, check, statuses } = await doctor(models(), told())
      expect(check('models.namenode.1')).toMatchObject({
        status: 'fail',
        text: expect.stringMatching(/active, Hadoop .*, in safe mode: nothing can be written$/),
        hint: expect.stringContaining('hdfs dfsadmin -safemode get'),
      })
      expect(check('models.write')).toMatchObject({ status: 'skipped', text: 'HDFS is in safe mode' })
      expect(statuses).toMatchObject({ 'models.versions': 'ok' })
      expect(code).toBe(5)
      const jmxClosed = await spoilingProxy(hdfs.env.NN_HTTP, { closed: '/jmx' })
      const blind = await doctor(models(), { args: ['--webhdfs-url', jmxClosed] })
      expect(blind.check('models.write')).toMatchObject({
        status: 'fail',
        text: expect.stringMatching(/safe mode/),
      })
    } finally {
      await hdfs.admin('dfsadmin', '-safemode', 'leave')
    }
  })

  it('says what it could not ask where JMX is closed', async () => {
    const webhdfsUrl = await spoilingProxy(hdfs.env.NN_HTTP, { closed: '/jmx' })
    const { code, check } = await doctor(models(), { args: ['--webhdfs-url', webhdfsUrl] })
    expect(check('models.namenode.1')?.text).toContain('its JMX could not be asked')
    expect(check('models.datanodes')?.status).toBe('skipped')
    expect(check('models.datanode.each')?.status).toBe('skipped')
    expect(code).toBe(0)
  })

  it('names the flags for a DataNode that the NameNode sends us to by another name', async () => {
    const [dataNodeHost, port] = hdfs.env.DN0_HTTP.split(':')
    const body = (text: string) => text.replace(`http://${dataNodeHost}:`, 'http://dn1.example.com:')
    const webhdfsUrl = await spoilingProxy(hdfs.env.NN_HTTP, { body })
    const sent = await doctor(models(), { args: ['--webhdfs-url', webhdfsUrl] })
    expect(sent.check('models.datanode')).toMatchObject({
      status: 'fail',
      text: expect.stringContaining(`sent us to dn1.example.com:${port}, not a known DataNode`),
      hint: expect.stringMatching(
        /--datanode-hosts dn1\.example\.com, or --datanode-map dn1\.example\.com=HOST/,
      ),
    })
    expect(sent.check('models')).toMatchObject({ status: 'skipped' })
    expect(sent.code).toBe(5)
    const map = ['--datanode-map', `dn1.example.com=${dataNodeHost}`]
    expect((await doctor(models(), { args: ['--webhdfs-url', webhdfsUrl, ...map] })).code).toBe(0)
    const elsewhere = ['--datanode-map', 'dn1.example.com=127.0.0.1:1']
    const mapped = await doctor(models(), { args: ['--webhdfs-url', webhdfsUrl, ...elsewhere] })
    expect(mapped.check('models.datanode')).toMatchObject({
      status: 'fail',
      hint: expect.stringContaining('give --datanode-map 127.0.0.1:1=HOST:PORT'),
    })
  })

  it('warns where clocks are apart', async () => {
    const date = new Date(Date.now() + 300_000)
    const webhdfsUrl = await spoilingProxy(hdfs.env.NN_HTTP, { date })
    const { code, check } = await doctor(models(), { args: ['--webhdfs-url', webhdfsUrl] })
    expect(check('models.clock')).toMatchObject({
      status: 'warn',
      text: expect.stringMatching(/^the NameNode is (2\d\d|300) s ahead of this machine$/),
    })
    expect(code).toBe(0)
  })

  it('answers soon where a daemon hangs or is gone', async () => {
    await hdfs.pause('nn')
    const hanging = await doctor(models(), told())
    await hdfs.resume('nn')
    expect(hanging.check('models.namenode.1')?.text).toMatch(/gave no answer \(TimeoutError\)$/)
    await hdfs.pause('dn0')
    const stuck = await doctor(models(), told())
    await hdfs.resume('dn0')
    expect(stuck.statuses['models.datanode']).toBe('fail')
    expect(stuck.check('models.datanode.each')?.text).toMatch(/^0 of 1 answer from here; .* gave no answer /)
    await hdfs.kill('dn0')
    const gone = await doctor(models(), told())
    expect(gone.statuses['models.datanode']).toBe('fail')
    expect([hanging.code, stuck.code, gone.code]).toEqual([5, 5, 5])
    expect(Math.max(hanging.seconds, stuck.seconds, gone.seconds)).toBeLessThan(15)
    await hdfs.start('dn0')
  })
})

describe.skipIf(!present)('doctor on two DataNodes', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ numDatanodes: 2 })
  })
  afterAll(() => hdfs?.stop())

  it('asks each, and names the one that does not answer', async () => {
    const args = ['--webhdfs-url', hdfs.webhdfsUrl]
    const well = await doctor(`${hdfs.hdfsUrl}/models`, { args })
    expect(well.check('models.datanode.each')?.text).toBe('2 of 2 answer from here')
    await hdfs.kill('dn1')
    const { check } = await doctor(`${hdfs.hdfsUrl}/models`, { args })
    expect(check('models.datanode.each')).toMatchObject({
      status: 'warn',
      text: `1 of 2 answer from here; DataNode: ${hdfs.env.DN1_HTTP} cannot be reached (ECONNREFUSED)`,
      hint: expect.stringContaining('--datanode-map'),
    })
  })
})

describe.skipIf(!present)('doctor on two NameNodes', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ numNamenodes: 2 })
  })
  afterAll(() => hdfs?.stop())

  it('knows the standby, and warns where it is gone', async () => {
    const { code, check } = await doctor(`${hdfs.hdfsUrl}/models`, { confDir: hdfs.confDir })
    expect(check('models.namenode.1')).toMatchObject({
      status: 'ok',
      text: expect.stringContaining(': active, '),
    })
    expect(check('models.namenode.2')).toMatchObject({
      status: 'ok',
      text: expect.stringContaining(': standby, '),
    })
    expect(code).toBe(0)
    const onlyStandby = { args: ['--webhdfs-url', `http://${hdfs.env.NN2_HTTP}`] }
    const alone = await doctor(`${hdfs.hdfsUrl}/models`, onlyStandby)
    expect(alone.check('models.namenode.1')?.text).toMatch(/and no NameNode is active$/)
    expect(alone.code).toBe(5)
    await hdfs.kill('nn2')
    const without = await doctor(`${hdfs.hdfsUrl}/models`, { confDir: hdfs.confDir })
    expect(without.check('models.namenode.2')).toMatchObject({ status: 'warn' })
    expect(without.code).toBe(0)
  })
})

describe.skipIf('absent' in findHdfs({ gateway: 'httpfs' }))('doctor through an HttpFS', () => {
  let hdfs: Hdfs
  beforeAll(async () => {
    hdfs = await startHdfs({ gateway: 'httpfs' })
  })
  afterAll(() => hdfs?.stop())

  it('warns that rename options are passed over, and knows whose a token is without showing it', async () => {
    const asked = await fetch(`${hdfs.env.HTTPFS_URL}/?op=GETDELEGATIONTOKEN&user.name=hdfs`)
    const token = String(Object(await asked.json()).Token.urlString)
    const args = ['--webhdfs-url', hdfs.env.HTTPFS_URL]
    const { code, check, stdout } = await doctor(`${hdfs.hdfsUrl}/models`, { token, user: 'alice', args })
    expect(check('models.namenode.1')?.text).toContain('its JMX could not be asked')
    expect(check('models.user')?.text).toBe('by a delegation token, home /user/hdfs')
    expect(check('models.rename')).toMatchObject({
      status: 'warn',
      text: expect.stringContaining('committed by a claim and a plain rename'),
    })
    expect(code).toBe(0)
    const bad = await doctor(`${hdfs.hdfsUrl}/models`, { token: `x${token}`, args })
    expect(bad.check('models.namenode.1')).toMatchObject({
      status: 'fail',
      hint: expect.stringContaining('FREEFLOW_HDFS_TOKEN'),
    })
    expect(bad.code).toBe(5)
    expect(stdout + bad.stdout).not.toContain(token.slice(0, 20))
  })
})
