import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { type CliResult, runCli } from './run-cli.ts'
import { temporaryFolder } from './temporary-folder.ts'

const cwd = temporaryFolder()

/** Makes a Spark whose spark-submit is a shell script of ours. */
function fakeSpark(name: string, script: string): string {
  const home = join(cwd, name)
  mkdirSync(join(home, 'bin'), { recursive: true })
  writeFileSync(join(home, 'bin/spark-submit'), `#!/bin/sh\n${script}\n`)
  chmodSync(join(home, 'bin/spark-submit'), 0o755)
  return home
}

const run = (
  given: readonly string[],
  options: Partial<Parameters<typeof runCli>[1]> = {},
): Promise<CliResult> =>
  runCli(['train', 'linear_regression', '--data', 'features', '--models', 'models', ...given], {
    cwd,
    ...options,
    env: { SPARK_REMOTE: undefined, SPARK_HOME: undefined, ...options.env },
  })

const start = ['--engine', 'spark', '--master', 'local[2]']

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Waits until a process has ended; says whether it did within 10 s. */
async function hasEnded(pid: number): Promise<boolean> {
  for (let tries = 0; tries < 100 && isAlive(pid); tries++) await sleep(100)
  return !isAlive(pid)
}

describe('the flags of Spark', () => {
  it.each([
    [['--master', 'local[2]'], 'the options of Spark need --engine spark'],
    [['--conf', 'spark.x=1'], 'the options of Spark need --engine spark'],
    [['--engine', 'spark'], 'engine spark needs a server'],
    [[...start, '--remote', 'sc://host/'], '--remote names a server that runs'],
    [[...start, '--conf', 'x=1'], 'must be spark.key=value'],
    [['--engine', 'spark', '--master', 'mesos'], 'a master of Spark such as'],
    [['--engine', 'spark', '--remote', 'http://host'], 'sc://host:port/'],
  ])('%j are refused', async (given, message) => {
    const ended = await run(given)
    expect(ended.code).toBe(2)
    expect(ended.stderr).toContain(message)
  })

  it('say where no Spark is', async () => {
    const ended = await run(start, { env: { SPARK_HOME: '/nowhere' } })
    expect(ended.code).toBe(6)
    expect(ended.stderr).toContain('/nowhere/bin/spark-submit: there is no Spark')
  })

  it('refuse a Spark that is too old, with the way out', async () => {
    const home = fakeSpark('old', 'exit 3')
    mkdirSync(join(home, 'jars'))
    writeFileSync(join(home, 'jars/spark-core_2.12-3.5.7.jar'), '')
    const ended = await run(start, { env: { SPARK_HOME: home } })
    expect(ended.code).toBe(6)
    expect(ended.stderr).toContain(`${home}: Spark must be 4.0 or later to learn by Connect, is 3.5.7`)
    expect(ended.stderr).toContain('--engine embedded')
  })

  it('come from the environment too: SPARK_REMOTE names the server', async () => {
    const ended = await run(['--engine', 'spark'], {
      env: { SPARK_REMOTE: 'sc://127.0.0.1:1/;token=secret' },
    })
    expect(ended.code).toBe(6)
    expect(ended.stderr).toContain('sc://127.0.0.1:1: version: cannot be reached')
    expect(ended.stderr).not.toContain('secret')
  }, 60_000)
})

describe('a server that is started', () => {
  it('and ends before it answers, is told of with what it said', async () => {
    const script = "echo 'WARN nothing'; echo 'org.apache.spark.SparkException: no such master'; exit 3"
    const ended = await run(start, { env: { SPARK_HOME: fakeSpark('failing', script) } })
    expect(ended.code).toBe(6)
    expect(ended.stderr).toContain(
      'Spark ended by itself (status 3): org.apache.spark.SparkException: no such master',
    )
    const log = /its log is (\S+\.log)/.exec(ended.stderr)?.[1] ?? ''
    expect(readFileSync(log, 'utf8')).toContain('WARN nothing')
  })

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
    ['SIGKILL', null],
  ] as const)(
    'ends with %s of freeflow',
    async (signal, code) => {
      const pidFile = join(cwd, `pid-${signal}`)
      const home = fakeSpark(
        `waiting-${signal}`,
        `echo $$ > '${pidFile}.new'; mv '${pidFile}.new' '${pidFile}'; exec sleep 300`,
      )
      const work = `work-${signal}`
      const options = { env: { SPARK_HOME: home }, interruptOn: 'its log is', signal }
      const running = run([...start, '--work', work], options)
      const ended = await running
      expect(ended.code).toBe(code)
      // killed at once, freeflow may not have come so far as to start it
      if (existsSync(pidFile)) expect(await hasEnded(Number(readFileSync(pidFile, 'utf8')))).toBe(true)
      else expect(signal).toBe('SIGKILL')
      if (signal === 'SIGKILL') return
      expect(readdirSync(join(cwd, work))).toEqual([expect.stringMatching(/^spark-.*\.log$/)])
    },
    30_000,
  )
})
