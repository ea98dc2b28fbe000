import { FreeflowError } from '../../errors.ts'
import { connect } from '../../spark/connect.ts'
import type { Engine } from '../engine.ts'
import type { JobHost } from '../host.ts'
import { type Connection, runPolicy } from './connection.ts'
import { guardRun } from './guard-run.ts'
import { KeptFrames } from './kept-frames.ts'
import { loadRun } from './load-run.ts'
import type { SparkOptions } from './spark-options.ts'
import { stagingFor } from './staging.ts'
import { startServer } from './start-server.ts'

/** How long a server that runs may take to answer for the first time. */
const ANSWER_MS = 15_000

/** As asked; `--conf` goes over them. */
const ourSettings: Readonly<Record<string, string>> = {
  'spark.app.name': 'TrafficPredictionModelTraining',
  'spark.sql.shuffle.partitions': '10',
}

/**
 * Opens a session on a Connect server, or starts a server that ends with the engine.
 *
 * @throws FreeflowError `usage` where neither a server nor how to start one is given; `engine` where it cannot be
 *   reached or started, or is too old.
 */
export async function openSparkEngine(options: SparkOptions, host: JobHost): Promise<Engine> {
  const conf = { ...ourSettings, ...options.conf }
  const connection = await connectOrStart(options, conf, host)
  try {
    // of a server that was started with them they are what it says already, and some can only be said then
    if (options.remote !== undefined) await connection.session.setConfig(conf)
    await connection.session.setConfig({ 'spark.sql.session.timeZone': 'UTC' })
  } catch (error) {
    await connection.session.close()
    await connection.stop()
    throw error
  }
  return engineOn(connection, options, host)
}

async function connectOrStart(
  options: SparkOptions,
  conf: Readonly<Record<string, string>>,
  host: JobHost,
): Promise<Connection> {
  const { remote, master, executorMemory, driverMemory, totalExecutorCores } = options
  if (remote !== undefined) {
    const asked = { newId: host.newId, policy: runPolicy, connectTimeoutMs: ANSWER_MS }
    const session = await connect(remote, { ...listenerOf(host), ...asked })
    return { session, gone: new AbortController().signal, stop: async () => {} }
  }
  if ([master, executorMemory, driverMemory, totalExecutorCores].some((given) => given !== undefined))
    return startServer({ ...options, conf }, host)
  throw new FreeflowError('usage', 'engine spark needs a server', {
    hint: 'give --remote sc://host:15002/;token=... of one that runs, or --master to start one, for instance local[*]',
  })
}

function engineOn({ session, gone, stop }: Connection, options: SparkOptions, opening: JobHost): Engine {
  const kept = new KeptFrames()
  const staging = stagingFor(options, opening)
  const parallelism = options.parallelism ?? 1
  const guard = guardRun(gone)
  return {
    name: 'spark',
    version: session.version,
    load: (data, task, host) => {
      const signal = AbortSignal.any([host.signal, gone])
      const run = {
        session: session.using({ ...listenerOf(host), signal }),
        kept,
        staging,
        parallelism,
        host,
      }
      return guard.load(() => loadRun(run, data, task))
    },
    close: async () => {
      // a server that is gone has let go of everything itself; after an interrupt it has not
      const isLost = guard.isLost()
      if (!isLost) await kept.forgetAll(session.using({ signal: undefined })).catch(() => {})
      // that it does not answer has been said
      if (!gone.aborted) await (isLost ? session.using({ warn: () => {} }) : session).close()
      await stop()
      await staging.discard()
    },
  }
}

function listenerOf({ signal, report }: JobHost) {
  return { signal, warn: (line: string) => report.warn(line) }
}
