import { FreeflowError } from '../../errors.ts'
import { connect } from '../../spark/connect.ts'
import type { SparkSession } from '../../spark/session.ts'
import type { Engine } from '../engine.ts'
import type { JobHost } from '../host.ts'
import { KeptFrames } from './kept-frames.ts'
import { loadRun } from './load-run.ts'
import type { SparkOptions } from './spark-options.ts'
import { type Staging, stagingFor } from './staging.ts'
import { type SparkServer, startServer } from './start-server.ts'

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
  if (options.remote !== undefined) {
    const session = await connect(options.remote, listenerOf(host))
    return configured(session, conf, options, host)
  }
  const { master, executorMemory, driverMemory, totalExecutorCores } = options
  if ([master, executorMemory, driverMemory, totalExecutorCores].every((given) => given === undefined))
    throw new FreeflowError('usage', 'engine spark needs a server', {
      hint: 'give --remote sc://host:15002/;token=... of one that runs, or --master to start one, for instance local[*]',
    })
  const server = await startServer({ ...options, conf }, host)
  try {
    return await configured(server.session, conf, options, host, server)
  } catch (error) {
    await server.stop()
    throw error
  }
}

async function configured(
  session: SparkSession,
  conf: Readonly<Record<string, string>>,
  options: SparkOptions,
  host: JobHost,
  server?: SparkServer,
): Promise<Engine> {
  try {
    // of a server that was started with them they are what it says already, and some can only be said then
    if (server === undefined) await session.setConfig(conf)
    await session.setConfig({ 'spark.sql.session.timeZone': 'UTC' })
  } catch (error) {
    await session.close()
    throw error
  }
  return engineOf(session, options, host, server)
}

function engineOf(
  session: SparkSession,
  options: SparkOptions,
  opening: JobHost,
  server: SparkServer | undefined,
): Engine {
  // what is let go of is let go of after an interrupt too
  const tidying = session.using({ signal: undefined })
  const kept = new KeptFrames(tidying)
  const staging = stagingFor(options, opening)
  const parallelism = options.parallelism ?? 1
  return {
    name: 'spark',
    version: session.version,
    load: (data, task, host) => {
      const listening = session.using(listenerOf(host))
      return loadRun({ session: listening, kept, staging, parallelism, host }, data, task)
    },
    close: () => close({ session, kept, staging, server }),
  }
}

interface Open {
  readonly session: SparkSession
  readonly kept: KeptFrames
  readonly staging: Staging
  readonly server: SparkServer | undefined
}

/** Lets go of everything; a server that is gone has let go of it itself. */
async function close({ session, kept, staging, server }: Open): Promise<void> {
  try {
    if (server === undefined) await kept.forgetAll().catch(() => {})
    await session.close()
  } finally {
    await server?.stop()
    await staging.discard()
  }
}

function listenerOf({ signal, report, newId }: JobHost) {
  return { signal, warn: (line: string) => report.warn(line), newId }
}
