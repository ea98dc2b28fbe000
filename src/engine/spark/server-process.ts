import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync, readFileSync } from 'node:fs'
import { FreeflowError } from '../../errors.ts'
import { watchServer } from './watch-server.ts'

/** A server that was started as a process of its own. */
export interface ServerProcess {
  /** Fires when it ends before it is stopped; the reason is a FreeflowError `engine` that says why. */
  readonly ended: AbortSignal
  /** Ends it and waits until it has ended. */
  stop(): Promise<void>
}

/** How long it may take to end, before it is killed. */
const STOP_MS = 20_000

/**
 * Starts a server; it ends with `stop`, and also when this process dies.
 *
 * @param log  A file that gets what it prints.
 */
export function startProcess(
  command: string,
  given: readonly string[],
  { log, env }: { readonly log: string; readonly env: NodeJS.ProcessEnv },
): ServerProcess {
  const child = spawnInto(log, command, given, env)
  const watch = watchServer(child)
  const ended = new AbortController()
  const tell = (why: string) => {
    const message = `Spark ended by itself (${why}): ${tellingLines(log)}`
    ended.abort(new FreeflowError('engine', message, { hint: `its log is ${log}` }))
  }
  child.once('error', (error) => tell(error.message))
  child.once('exit', (code, signal) => tell(`status ${code ?? signal}`))
  const stop = async () => {
    child.removeAllListeners('exit')
    if (isRunning(child)) await end(child)
    watch.end()
  }
  return { ended: ended.signal, stop }
}

function spawnInto(
  log: string,
  command: string,
  given: readonly string[],
  env: NodeJS.ProcessEnv,
): ChildProcess {
  const file = openSync(log, 'a', 0o600)
  try {
    // a group of its own: an interrupt of the terminal is for us, who then interrupt what runs in it
    return spawn(command, given, { env, stdio: ['ignore', file, file], detached: true })
  } finally {
    closeSync(file)
  }
}

function isRunning({ exitCode, signalCode, pid }: ChildProcess): boolean {
  return exitCode === null && signalCode === null && pid !== undefined
}

async function end(child: ChildProcess): Promise<void> {
  const exit = once(child, 'exit')
  child.kill('SIGTERM')
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_MS)
  await exit
  clearTimeout(timer)
}

function tellingLines(log: string): string {
  const lines = readFileSync(log, 'utf8').trim().split('\n')
  const telling = lines.filter((line) => /exception|error|invalid/i.test(line) && !/^\s*at /.test(line))
  // the first says what, later ones what came of it
  return (telling.length > 0 ? telling.slice(0, 2) : lines.slice(-2)).join(' | ').slice(0, 500)
}
