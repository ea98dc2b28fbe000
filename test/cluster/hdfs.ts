import { execFile, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const scripts = resolve(import.meta.dirname, '../../scripts')

/** A real HDFS on loopback, with permissions on. Daemons are named nn (nn1, nn2), dn0, dn1 and so on. */
export interface Hdfs {
  /** hdfs://127.0.0.1:port; of two NameNodes hdfs://traffic, which stands in confDir. */
  readonly hdfsUrl: string
  /** http://127.0.0.1:port/webhdfs/v1, of nn or nn1; add user.name=hdfs for the superuser. */
  readonly webhdfsUrl: string
  /** Folder of core-site.xml and hdfs-site.xml. */
  readonly confDir: string
  /** All that scripts/hdfs-up printed: NN_PID, NN_HTTP, DN0_HTTP, DN0_TRANSFER (host:port), HTTPFS_URL and so on. */
  readonly env: Readonly<Record<string, string>>
  /** Ends a daemon with SIGKILL and waits until it has ended. */
  kill(name: string): Promise<void>
  /** Starts a daemon that has ended, and waits until the HDFS serves, 5 s or so. */
  start(name: string): Promise<void>
  /** SIGSTOP: the daemon hangs; its connections stay open. */
  pause(name: string): Promise<void>
  /** SIGCONT */
  resume(name: string): Promise<void>
  /**
   * Runs a command of HDFS as its superuser, 2 s or so: `admin('dfsadmin', '-safemode', 'enter')`.
   *
   * @returns What it printed on stdout.
   * @throws Error with what it printed on stderr if it fails.
   */
  admin(...args: string[]): Promise<string>
  /** Ends all daemons and removes their files. */
  stop(): Promise<void>
}

/** What else is started: an HttpFS, as daemon httpfs. */
interface HdfsParts {
  readonly gateway?: 'httpfs'
}

/** What is started; the defaults are those of scripts/hdfs-up. */
interface HdfsOptions extends HdfsParts {
  readonly numDatanodes?: number
  readonly replication?: number
  readonly blockSizeBytes?: number
  /** 2: nn1, which is active, and nn2; `admin('haadmin', '-failover', 'nn1', 'nn2')` also when nn1 is dead. */
  readonly numNamenodes?: 1 | 2
}

/**
 * Finds the jars of an HDFS and a Java to run them, or says why it cannot be started; prints LEFT OUT then.
 *
 * With FREEFLOW_CLUSTER=require the jars are fetched where they are missing, and absence is an error.
 */
export function findHdfs(parts: HdfsParts = {}): { readonly jars: string } | { readonly absent: string } {
  const isRequired = process.env.FREEFLOW_CLUSTER === 'require'
  const asked = [isRequired ? '--fetch' : '--check', ...gatewayFlags(parts)]
  const { status, stdout, stderr } = spawnSync(join(scripts, 'hdfs-up'), asked, { encoding: 'utf8' })
  if (status === 0) return { jars: stdout.trim() }
  const absent = stderr.trim()
  if (isRequired) throw new Error(`FREEFLOW_CLUSTER=require: ${absent}`)
  console.warn(`LEFT OUT: nothing was tried with a real HDFS: ${absent}`)
  return { absent }
}

/**
 * Starts an empty HDFS in a temporary folder, 5 to 9 s. It ends with `stop`, or with this process.
 *
 * @throws Error with the last lines of its logs if it does not start.
 */
export async function startHdfs(options: HdfsOptions = {}): Promise<Hdfs> {
  const state = mkdtempSync(join(tmpdir(), 'freeflow-hdfs-'))
  const script = async (name: string, ...args: readonly string[]) =>
    (await run(join(scripts, name), [state, ...args])).stdout
  const control = async (...args: readonly string[]) => {
    await script('hdfs-ctl', ...args)
  }
  const env = parseEnv(await script('hdfs-up', '--while', `${process.pid}`, ...flags(options)))
  return {
    hdfsUrl: env.HDFS_URL,
    webhdfsUrl: env.WEBHDFS_URL,
    confDir: env.HADOOP_CONF_DIR,
    env,
    kill: (name) => control('kill', name),
    start: (name) => control('start', name),
    pause: (name) => control('pause', name),
    resume: (name) => control('resume', name),
    admin: (...args) => script('hdfs-admin', ...args),
    async stop() {
      await script('hdfs-down')
      rmSync(state, { recursive: true, force: true })
    },
  }
}

function flags(options: HdfsOptions): readonly string[] {
  const { numDatanodes = 1, replication = 1, blockSizeBytes, numNamenodes } = options
  const flags = [
    '--datanodes',
    `${numDatanodes}`,
    '--replication',
    `${replication}`,
    ...gatewayFlags(options),
  ]
  if (blockSizeBytes !== undefined) flags.push('--block-size', `${blockSizeBytes}`)
  if (numNamenodes === 2) flags.push('--ha')
  return flags
}

function gatewayFlags({ gateway }: HdfsParts): readonly string[] {
  return gateway === undefined ? [] : [`--${gateway}`]
}

function parseEnv(printed: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    printed
      .trimEnd()
      .split('\n')
      .map((line) => line.split(/=(.*)/).slice(0, 2)),
  )
}
