import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { FreeflowError } from '../../errors.ts'
import { makeDirectory } from '../../make-directory.ts'
import { connect } from '../../spark/connect.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { JobHost } from '../host.ts'
import { findSparkHome } from './find-spark-home.ts'
import type { SparkOptions } from './spark-options.ts'
import { submitArguments } from './submit-arguments.ts'
import { watchServer } from './watch-server.ts'

/** A Connect server of our own. */
export interface SparkServer {
  readonly session: SparkSession
  /** Ends it and waits until it has ended; its log stays. */
  stop(): Promise<void>
}

/** How long it may take to start: it is 6 s on a quiet machine, and minutes on a loaded one. */
const START_MS = 180_000
/** How long it may take to end, before it is killed. */
const STOP_MS = 20_000

/**
 * Starts a Connect server by spark-submit on a free port of the loopback interface, and opens a session on it.
 *
 * It ends with `stop`, and also when this process dies.
 *
 * @throws FreeflowError `engine` where Spark is not found or ends before it answers: with telling lines of its log.
 */
export async function startServer(
  options: SparkOptions & { readonly conf: Readonly<Record<string, string>> },
  host: JobHost,
): Promise<SparkServer> {
  const home = await findSparkHome(options.sparkHome)
  const id = host.newId()
  const folder = resolve(options.work, `spark-${id}`)
  const log = resolve(options.work, `spark-${id}.log`)
  await makeDirectory(join(folder, 'tmp'))
  const token = randomBytes(24).toString('hex')
  const port = await freePort()
  const given = submitArguments(options, { port, folder })
  host.report.info(`Starting Spark ${options.master ?? ''}, its log is ${log}`.replace('  ', ' '))
  const child = run(join(home, 'bin/spark-submit'), given, { log, home, token })
  const stop = stopper(child, watchServer(child), folder)
  try {
    const session = await answering(`sc://127.0.0.1:${port}/;token=${token}`, { child, log }, host)
    return { session, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

function run(
  command: string,
  given: readonly string[],
  { log, home, token }: { readonly log: string; readonly home: string; readonly token: string },
): ChildProcess {
  const file = openSync(log, 'a', 0o600)
  // by the environment, since arguments are there for every user to read
  const env = { ...process.env, SPARK_HOME: home, SPARK_CONNECT_AUTHENTICATE_TOKEN: token }
  try {
    // a group of its own: an interrupt of the terminal is for us, who then interrupt what runs in it
    return spawn(command, given, { env, stdio: ['ignore', file, file], detached: true })
  } finally {
    closeSync(file)
  }
}

/** Opens a session as soon as the server answers, unless it ends before. */
async function answering(
  url: string,
  { child, log }: { readonly child: ChildProcess; readonly log: string },
  host: JobHost,
): Promise<SparkSession> {
  const ended = new AbortController()
  const failed = new Promise<never>((_, reject) => {
    const fail = (why: string) => {
      ended.abort()
      reject(
        new FreeflowError('engine', `Spark ended before it answered (${why}): ${tellingLines(log)}`, {
          hint: `its log is ${log}`,
        }),
      )
    }
    child.once('error', (error) => fail(error.message))
    child.once('exit', (code, signal) => fail(`status ${code ?? signal}`))
  })
  failed.catch(() => {})
  const signal = AbortSignal.any([host.signal, ended.signal])
  const warn = (line: string) => host.report.warn(line)
  const opened = connect(url, { signal, warn, newId: host.newId, connectTimeoutMs: START_MS })
  opened.catch(() => {})
  return Promise.race([opened, failed])
}

function stopper(child: ChildProcess, watch: { end(): void }, folder: string): () => Promise<void> {
  const isRunning = () => child.exitCode === null && child.signalCode === null && child.pid !== undefined
  return async () => {
    if (isRunning()) {
      const exit = once(child, 'exit')
      child.kill('SIGTERM')
      const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
      await exit
      clearTimeout(timer)
    }
    watch.end()
    await rm(folder, { recursive: true, force: true })
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new FreeflowError('unexpected', 'no free port')
  return address.port
}

function tellingLines(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const telling = lines.filter((line) => /exception|error|invalid/i.test(line) && !/^\s*at /.test(line))
  // the first says what, later ones what came of it
  return (telling.length > 0 ? telling.slice(0, 2) : lines.slice(-2)).join(' | ').slice(0, 500)
}
