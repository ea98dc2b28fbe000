import { type ChildProcess, spawn } from 'node:child_process'

/**
 * Sees to it that a process does not outlive this one: a shell waits for the end of its input, which comes when this
 * process dies, whatever of, and then ends the other.
 */
export function watchServer({ pid }: ChildProcess): { end(): void } {
  if (pid === undefined) return { end: () => {} }
  const script = 'read -r _; kill "$1" 2>/dev/null'
  const watch = spawn('/bin/sh', ['-c', script, 'sh', String(pid)], {
    stdio: ['pipe', 'ignore', 'ignore'],
    detached: true,
  })
  watch.on('error', () => {})
  watch.unref()
  return { end: () => void watch.kill('SIGKILL') }
}
