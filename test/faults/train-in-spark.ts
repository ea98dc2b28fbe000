import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Ending } from './strace.ts'

/** A `freeflow train-all --engine spark` that runs. */
export interface SparkTraining {
  /** Waits until it has written a text, or has ended. */
  readonly until: (text: string) => Promise<void>
  /** Sends it a signal. */
  readonly kill: (signal: NodeJS.Signals) => void
  /** The number of the Connect server's process that it started. */
  readonly serverPid: () => number
  readonly ended: Promise<Ending>
}

const main = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url))

/** Small models, no search: what is tried is how a run ends. */
const small = [
  ...['--no-tune', '--no-cv', '--conf', 'spark.sql.shuffle.partitions=2'],
  ...['--set', 'random_forest.numTrees=5', '--set', 'random_forest.maxDepth=4'],
  ...['--set', 'gradient_boosted_trees.maxIter=4', '--set', 'gradient_boosted_trees.maxDepth=4'],
]

/**
 * Starts a run that trains three small models.
 *
 * @param args  Where data and models are, and which Spark does it.
 */
export function trainInSpark(args: readonly string[], cwd: string, env: NodeJS.ProcessEnv): SparkTraining {
  const given = [main, 'train-all', '--engine', 'spark', ...small, ...args]
  const child = spawn(process.execPath, given, { cwd, env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  const waiting: (() => void)[] = []
  const wake = () => {
    for (const look of waiting) look()
  }
  child.stdout.on('data', (data) => {
    stdout += data
    wake()
  })
  child.stderr.on('data', (data) => {
    stderr += data
    wake()
  })
  const ended = once(child, 'close').then(([code]): Ending => ({ code, stdout, stderr }))
  const until = (text: string) => {
    const seen = new Promise<void>((resolve) => {
      const look = () => (stdout + stderr).includes(text) && resolve()
      waiting.push(look)
      look()
    })
    return Promise.race([seen, ended.then(() => {})])
  }
  return {
    until,
    kill: (signal) => void child.kill(signal),
    serverPid: () => childOf(child.pid, 'SparkConnectServer'),
    ended,
  }
}

/** The number of the child of a process that has a text among its arguments. */
function childOf(parent: number | undefined, text: string): number {
  const lines = execFileSync('ps', ['-ww', '-eo', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n')
  for (const line of lines) {
    const [pid, ppid] = line.trim().split(/\s+/)
    if (Number(ppid) === parent && line.includes(text)) return Number(pid)
  }
  throw new Error(`process ${parent} has no child with ${text}`)
}
