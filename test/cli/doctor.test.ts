import {
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const readings = join(cwd, 'readings')
// variables of whoever runs the tests must not lead to another HDFS
const env = {
  HADOOP_CONF_DIR: '',
  HADOOP_USER_NAME: 'ada',
  FREEFLOW_WEBHDFS_URL: '',
  FREEFLOW_HDFS_TOKEN: '',
}

interface Check {
  readonly id: string
  readonly status: string
  readonly text: string
  readonly hint: string | null
}

async function doctor(args: readonly string[], more: NodeJS.ProcessEnv = {}) {
  const all = ['doctor', '--json', ...args]
  const { code, stdout, stderr } = await runCli(all, { cwd, env: { ...env, ...more } })
  const { schema_version: version, checks }: { schema_version: number; checks: Check[] } = JSON.parse(stdout)
  expect([version, stderr]).toEqual([1, ''])
  const check = (id: string) => checks.find((one) => one.id === id)
  return { code, checks, check, stdout }
}

beforeAll(async () => {
  const { code } = await runCli(['sample', '--out', readings, '--sensors', '2', '--days', '1'], { cwd })
  expect(code).toBe(0)
})

describe('in a fresh folder', () => {
  it('all is well, and nothing is left there', async () => {
    const before = readdirSync(cwd)
    const { code, checks } = await doctor(['--data', readings])
    expect(checks.map(({ id, status }) => `${id} ${status}`)).toEqual([
      'node ok',
      'cpus ok',
      expect.stringMatching(/^memory (ok|warn)$/),
      'duckdb ok',
      expect.stringMatching(/^work (ok|warn)$/),
      expect.stringMatching(/^temp (ok|warn)$/),
      'models.write ok',
      expect.stringMatching(/^models.space (ok|warn)$/),
      'models.versions ok',
      'models.leftovers ok',
      'models.preprocessing ok',
      'data ok',
      'data.unfinished ok',
      'java skipped',
      'spark skipped',
    ])
    expect(code).toBe(0)
    expect(readdirSync(cwd)).toEqual(before)
  })

  it('says so in lines', async () => {
    const { code, stdout, stderr } = await runCli(['doctor'], { cwd, env })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain(`OK    node                  ${process.versions.node}\n`)
    expect(stdout).toMatch(/^SKIP {2}spark {17}SPARK_HOME/m)
  })

  it('the help has an example', async () => {
    const { stdout } = await runCli(['doctor', '--help'], { cwd })
    expect(stdout).toContain('Example:\n  freeflow doctor ')
  })
})

describe('what is in a store', () => {
  const models = join(cwd, 'models')
  const model = join(models, 'linear_regression')
  beforeAll(async () => {
    const train = ['train-all', '--only', 'linear_regression', '--data', readings, '--no-cv']
    expect((await runCli([...train, '--models', models], { cwd })).code).toBe(0)
  })

  it('is counted by state, and the newest is named', async () => {
    const [version] = readdirSync(model)
    const { code, check } = await doctor(['--models', models])
    expect(check('models.versions')).toMatchObject({
      status: 'ok',
      text: `1 whole, 0 broken, 0 unverified; newest linear_regression ${version}`,
    })
    expect(check('models.preprocessing')?.text).toMatch(/^\d+ stages in /)
    expect(code).toBe(0)
  })

  it('is a warning where a version is broken or something is left over, with the command for it', async () => {
    const [version] = readdirSync(model)
    const broken = join(model, '20200101_000000')
    cpSync(join(model, version), broken, { recursive: true })
    truncateSync(join(broken, 'golden.json'), 3)
    const left = join(models, '.freeflow', 'staging', 'left')
    mkdirSync(left, { recursive: true })
    writeFileSync(join(left, 'file'), 'x'.repeat(1500))
    const longAgo = new Date(Date.now() - 25 * 3600 * 1000)
    utimesSync(left, longAgo, longAgo)
    const { code, check } = await doctor(['--models', models])
    expect(check('models.versions')).toMatchObject({
      status: 'warn',
      text: expect.stringMatching(
        /^1 whole, 1 broken,.*linear_regression\/20200101_000000 is broken \(golden\.json has 3 /,
      ),
      hint: `freeflow models retract ${broken}`,
    })
    expect(check('models.leftovers')).toMatchObject({
      status: 'warn',
      text: '1 older than 24 h, 1.5 kB',
      hint: `freeflow models gc --models ${models}`,
    })
    expect(code).toBe(0)
    const retract = ['models', 'retract', broken]
    expect((await runCli(retract, { cwd })).code).toBe(0)
    rmSync(left, { recursive: true })
    expect(
      (await doctor(['--models', models])).checks.filter(({ hint }) => hint?.startsWith('freeflow models')),
    ).toEqual([])
  })

  it('is what publishing uses too: a file in the place of the staging is found', async () => {
    rmSync(join(models, '.freeflow', 'staging'), { recursive: true })
    writeFileSync(join(models, '.freeflow', 'staging'), '')
    const { code, check } = await doctor(['--models', models])
    expect(check('models.write')).toMatchObject({
      status: 'fail',
      text: expect.stringMatching(/^cannot create .*\.freeflow\/staging: a part of the path is no directory/),
    })
    expect(code).toBe(5)
    rmSync(join(models, '.freeflow', 'staging'))
  })
})

describe('a place that does not do', () => {
  const sensors = join(readings, 'sensors.csv')

  it.each([
    ['models.write', 5, ['--models', '/proc/models']],
    ['models', 5, ['--models', sensors]],
    ['models', 2, ['--models', 's3://bucket']],
    ['models', 2, ['--models', 'hdfs://nowhere/models']],
    ['work', 5, ['--work', join(sensors, 'work')]],
    ['data', 3, ['--data', join(cwd, 'absent')]],
    // the first failure decides
    ['work', 5, ['--work', sensors, '--data', join(cwd, 'absent')]],
  ])('fails as %s with exit code %i', async (id, exitCode, args) => {
    const { code, checks } = await doctor(args)
    expect(checks.find(({ status }) => status === 'fail')?.id).toBe(id)
    expect(code).toBe(exitCode)
  })

  it('is told from one where a job still writes', async () => {
    mkdirSync(join(readings, '_temporary'))
    const { code, check } = await doctor(['--data', readings])
    rmSync(join(readings, '_temporary'), { recursive: true })
    expect(check('data.unfinished')).toMatchObject({
      status: 'warn',
      hint: expect.stringContaining('remove'),
    })
    expect(code).toBe(0)
  })

  it('is told with its hint on a line of its own', async () => {
    const { stdout } = await runCli(['doctor', '--models', sensors], { cwd, env })
    expect(stdout).toMatch(/^FAIL {2}models {16}\S+ must be a directory, it is file\n {6}choose a directory/m)
  })
})

describe('an HDFS that is none', () => {
  const servers: Server[] = []
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.closeAllConnections()
      server.close()
    }
  })

  function listen(answer: RequestListener): Promise<string> {
    const server = createServer(answer)
    servers.push(server)
    return new Promise((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        const address = server.address()
        resolve(typeof address === 'object' ? `127.0.0.1:${address?.port}` : '')
      })
    })
  }

  async function expectFailure(host: string, text: RegExp, hint: RegExp) {
    const startMs = performance.now()
    const uri = `webhdfs://${host}/models`
    const token = { FREEFLOW_HDFS_TOKEN: 'SECret' }
    const { code, check, checks, stdout } = await doctor(['--models', uri, '--data', `${uri}/data`], token)
    expect(code).toBe(5)
    expect(check('models.namenode.1')).toMatchObject({
      status: 'fail',
      text: expect.stringMatching(text),
      hint: expect.stringMatching(hint),
    })
    expect(check('models.namenode.1')?.text).toContain(`http://${host}/webhdfs/v1: `)
    for (const id of ['models', 'data'])
      expect(check(id)).toMatchObject({ status: 'skipped', text: 'not looked at, as no NameNode serves' })
    expect(checks.filter(({ status }) => status === 'fail')).toHaveLength(1)
    expect(stdout).not.toContain('SECret')
    expect(performance.now() - startMs).toBeLessThan(15_000)
  }

  it('as nothing is there', async () => {
    const host = await listen(() => {})
    servers.splice(0)[0].close()
    await expectFailure(host, /cannot be reached \(ECONNREFUSED\)/, /check host and port/)
  })

  it('as what is there never answers', async () => {
    const host = await listen(() => {})
    await expectFailure(host, /gave no answer \(TimeoutError\)/, /check host and port/)
  })

  it('as another server is there', async () => {
    const host = await listen((_, reply) => reply.writeHead(404).end('<html><h1>Not here</h1></html>'))
    await expectFailure(host, /HTTP 404, no answer of WebHDFS: Not here/, /HTTP address of a NameNode/)
  })

  it('as a page is there for every path', async () => {
    const host = await listen((_, reply) => reply.end('<html>Welcome</html>'))
    await expectFailure(host, /no answer of WebHDFS: it is not JSON/, /HTTP address of a NameNode/)
  })

  it('as it wants Kerberos', async () => {
    const host = await listen((_, reply) => reply.writeHead(401, { 'www-authenticate': 'Negotiate' }).end())
    await expectFailure(host, /it asks for credentials \(HTTP 401\)/, /no Kerberos: fetch a delegation token/)
  })
})

it('asks for the Node that the package asks for', async () => {
  const { checkNode } = await import('../../src/jobs/doctor/check-machine.ts')
  const { engines } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'))
  const [major, minor] = engines.node.replace('>=', '').split('.').map(Number)
  const statusOf = (...version: number[]) => checkNode(version.join('.')).status
  expect(statusOf(major, minor, 0)).toBe('ok')
  expect(statusOf(major + 1, 0, 0)).toBe('ok')
  expect(statusOf(major, minor - 1, 9)).toBe('fail')
  expect(statusOf(major - 1, 99, 0)).toBe('fail')
})
