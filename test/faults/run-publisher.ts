import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import type { Ending } from './strace.ts'

/** A publisher that runs. */
export interface RunningPublisher {
  readonly child: ChildProcess
  readonly ended: Promise<Ending>
}

const publisher = fileURLToPath(new URL('publisher.mjs', import.meta.url))

/**
 * Starts publisher.mjs.
 *
 * @param env  Variables over those of the tests.
 * @param preload  A module of this folder that is loaded before it.
 */
export function startPublisher(
  args: readonly string[],
  env: NodeJS.ProcessEnv,
  preload?: string,
): RunningPublisher {
  const before = preload === undefined ? [] : ['--import', fileURLToPath(new URL(preload, import.meta.url))]
  const child = spawn(process.execPath, [...before, publisher, ...args], { env: { ...process.env, ...env } })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const ended = once(child, 'close').then(([code]) => ({ code, stdout, stderr }))
  return { child, ended }
}
