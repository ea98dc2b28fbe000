import { execFile } from 'node:child_process'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { findPySpark, sparkHomeOf } from './pyspark.ts'

const scripts = resolve(import.meta.dirname, '../../scripts')

/** Why no Spark Connect server can be started here, or null. */
export function whyNoServer(): string | null {
  const found = process.env.SPARK_HOME === undefined ? findPySpark() : { python: '' }
  return 'absent' in found ? found.absent : null
}

/** The folder of the Spark that servers are started from: SPARK_HOME, else that of the PySpark of the cluster tests. */
export function sparkHome(): string {
  if (process.env.SPARK_HOME !== undefined) return process.env.SPARK_HOME
  const found = findPySpark()
  if ('absent' in found) throw new Error(found.absent)
  return sparkHomeOf(found)
}

/** A Spark Connect server of this test. */
export interface SparkServer {
  readonly remote: string
  readonly pid: number
  /** Stops it and waits for its end. */
  readonly stop: () => Promise<void>
}

/**
 * Starts a Spark Connect server by scripts/spark-up.
 *
 * @param run            The folder of its log and temporary files.
 * @param settings       Settings of Spark, besides those of the script.
 * @param options.token  What clients must say; default a new one.
 * @param options.home   The folder of Spark; default that of `sparkHome`.
 */
export async function startSparkServer(
  run: string,
  settings: Readonly<Record<string, string>>,
  { token, home = sparkHome() }: { readonly token?: string | undefined; readonly home?: string } = {},
): Promise<SparkServer> {
  const lines = Object.entries(settings).map(([key, value]) => `${key}=${value}`)
  const env = {
    ...process.env,
    SPARK_HOME: home,
    SPARK_CONF: lines.join('\n'),
    SPARK_DRIVER_MEMORY: '1g',
    ...(token !== undefined && { SPARK_CONNECT_AUTHENTICATE_TOKEN: token }),
    // it lives for two minutes: compiling less starts it sooner
    JDK_JAVA_OPTIONS: '-XX:TieredStopAtLevel=1 -XX:+UseSerialGC',
  }
  const { stdout } = await promisify(execFile)(join(scripts, 'spark-up'), [run], { env })
  const remote = /^SPARK_REMOTE=(.*)$/m.exec(stdout)?.[1]
  if (remote === undefined) throw new Error(`spark-up printed no SPARK_REMOTE: ${stdout}`)
  const pid = Number(/^SPARK_PID=(.*)$/m.exec(stdout)?.[1])
  const stop = async () => {
    await promisify(execFile)(join(scripts, 'spark-down'), [run])
  }
  return { remote, pid, stop }
}

/** The port of a server's remote. */
export function portOf({ remote }: SparkServer): number {
  return Number(/:(\d+)\//.exec(remote)?.[1])
}
