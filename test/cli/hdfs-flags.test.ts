import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hdfsOptionsFromFlags } from '../../src/cli/hdfs-flags.ts'
import { runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()
const train = [
  'train-all',
  '--dry-run',
  '--json',
  '--only',
  'linear_regression',
  '--sensors',
  '2',
  '--days',
  '1',
]

async function configOf(args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  const { code, stdout, stderr } = await runCli([...train, ...args], { cwd, env })
  expect([code, stderr.match(/^error.*/m)]).toEqual([0, null])
  return JSON.parse(stdout).config
}

describe('hdfsOptionsFromFlags', () => {
  it('puts flags over the environment', () => {
    const environment = {
      FREEFLOW_WEBHDFS_URL: 'http://env:1',
      FREEFLOW_DATANODE_MAP: 'a=b',
      FREEFLOW_HDFS_DEADLINE: '5s',
      FREEFLOW_HDFS_TOKEN: 'SECret',
      HADOOP_USER_NAME: 'ada',
    }
    const given = { webhdfsUrl: 'http://flag:1', datanodeHosts: '*.example.com' }
    expect(hdfsOptionsFromFlags(given, environment)).toEqual({
      webhdfsUrl: 'http://flag:1',
      datanodeMap: 'a=b',
      datanodeHosts: '*.example.com',
      deadlineMs: 5000,
      token: 'SECret',
      user: 'ada',
    })
    expect(hdfsOptionsFromFlags({ hdfsDeadline: '2m' }, environment)).toMatchObject({ deadlineMs: 120_000 })
    expect(hdfsOptionsFromFlags({}, {})).toEqual({})
  })
})

describe('the flags of HDFS', () => {
  it('come by flag, variable and file in the usual order, and into the config that is kept', async () => {
    writeFileSync(
      join(cwd, 'c.yaml'),
      'webhdfs-url: http://file:1\ndatanode-hosts: "*.file"\nhdfs-deadline: 1m\n',
    )
    const env = {
      FREEFLOW_WEBHDFS_URL: 'http://env:1',
      FREEFLOW_HDFS_DEADLINE: '2m',
      FREEFLOW_HDFS_TOKEN: 'SECret',
    }
    const config = await configOf(['--config', 'c.yaml', '--hdfs-deadline', '3m'], env)
    expect(config).toMatchObject({
      'webhdfs-url': 'http://env:1',
      'datanode-hosts': '*.file',
      'hdfs-deadline': '3m',
    })
    expect(JSON.stringify(config)).not.toContain('SECret')
    expect(await configOf([])).toMatchObject({ 'hdfs-deadline': '60s' })
  })

  it.each([
    'train-all',
    'train',
    'tune',
    'cv',
    'features',
    'sample',
    'predict',
    'evaluate',
    'models latest',
    'models gc',
    'doctor',
  ])('are flags of %s', async (verb) => {
    const { stdout } = await runCli([...verb.split(' '), '--help'], { cwd })
    for (const flag of [
      '--webhdfs-url <url>',
      '--datanode-map <inner=outer>',
      '--datanode-hosts <hosts>',
      '--hdfs-deadline <time>',
    ])
      expect(stdout).toContain(flag)
  })

  it.each([
    [['--webhdfs-url', 'nn:9870'], 'must be http(s)://host:port'],
    [
      ['--webhdfs-url', 'http://nn:9870?delegation=SECret'],
      '--webhdfs-url must be http(s)://host:port, got http://nn:9870?delegation=***',
    ],
    [['--datanode-map', 'dn1'], 'must be inner=outer, each host or host:port'],
    [
      ['--datanode-map', 'dn1=http://x'],
      '--datanode-map must be inner=outer, each host or host:port, got dn1=http://x',
    ],
    [['--datanode-hosts', 'dn1:9864'], '--datanode-hosts must be hosts such as *.example.com, got dn1:9864'],
    [['--hdfs-deadline', '60'], 'must be a time such as 60s or 2m'],
  ])('refuse %j', async (args, message) => {
    const { code, stderr } = await runCli([...train, ...args], { cwd })
    expect(code).toBe(2)
    expect(stderr).toContain(message)
    expect(stderr).not.toContain('SECret')
  })
})

describe('URIs of HDFS', () => {
  const uris = ['hdfs://nn:9000/a b%20c', 'HDFS:///p', 'webhdfs://nn/p', 'swebhdfs://nn/p']

  it.each(uris)('%s is no local path that a verb would refuse or resolve', async (uri) => {
    const { stderr } = await runCli(['train', 'linear_regression', '--data', uri, '--sensors-table', uri], {
      cwd,
    })
    expect(stderr).not.toContain('is not supported here')
    expect(stderr).not.toContain(cwd)
  })

  it.each([
    ['--data', 'hdfs://nn/a:b'],
    ['--models', 'hdfs://nn/../b'],
    ['--sensors-table', 'webhdfs://user@nn/b'],
  ])('%s %s is refused', async (flag, uri) => {
    const { code, stderr } = await runCli([...train, flag, uri], { cwd })
    expect(code).toBe(2)
    expect(stderr).toMatch(/^error: "(web)?hdfs:\/\//m)
  })

  it('is no place for --work', async () => {
    const { code, stderr } = await runCli([...train, '--work', 'hdfs://nn/w'], { cwd })
    expect([code, stderr]).toEqual([2, expect.stringContaining('hdfs:// is not supported here')])
  })
})
