import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'
import { FreeflowError } from '../../errors.ts'
import { makeDirectory } from '../../make-directory.ts'
import { connect } from '../../spark/connect.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { JobHost } from '../host.ts'
import { type Connection, runPolicy } from './connection.ts'
import { findSparkHome } from './find-spark-home.ts'
import { startProcess } from './server-process.ts'
import type { SparkOptions } from './spark-options.ts'
import { submitArguments } from './submit-arguments.ts'

/** How long it may take to start: it is 6 s on a quiet machine, and minutes on a loaded one. */
const START_MS = 180_000

/**
 * Starts a Connect server by spark-submit on a free port of the loopback interface, and opens a session on it. Its
 * log stays when it is stopped.
 *
 * @throws FreeflowError `engine` where Spark is not found or ends before it answers: with telling lines of its log.
 */
export async function startServer(
  options: SparkOptions & { readonly conf: Readonly<Record<string, string>> },
  host: JobHost,
): Promise<Connection> {
  const home = await findSparkHome(options.sparkHome)
  const id = host.newId()
  const folder = resolve(options.work, `spark-${id}`)
  const log = `${folder}.log`
  await makeDirectory(join(folder, 'tmp'))
  const token = randomBytes(24).toString('hex')
  const port = await freePort()
  host.report.info(`Starting Spark, its log is ${log}`)
  const server = startProcess(join(home, 'bin/spark-submit'), submitArguments(options, { port, folder }), {
    log,
    // by the environment, since arguments are there for every user to read
    env: { ...process.env, SPARK_HOME: home, SPARK_CONNECT_AUTHENTICATE_TOKEN: token },
  })
  const stop = async () => {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
  try {
    const session = await answering(`sc://127.0.0.1:${port}/;token=${token}`, server.ended, host)
    return { session, gone: server.ended, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Opens a session as soon as the server answers, unless it ends before. */
async function answering(url: string, ended: AbortSignal, host: JobHost): Promise<SparkSession> {
  const signal = AbortSignal.any([host.signal, ended])
  const warn = (line: string) => host.report.warn(line)
  try {
    const options = { warn, newId: host.newId, connectTimeoutMs: START_MS, policy: runPolicy }
    return await connect(url, { ...options, signal })
  } catch (error) {
    throw ended.aborted ? ended.reason : error
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
