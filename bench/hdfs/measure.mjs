import { execFileSync, spawnSync } from 'node:child_process'

/** Runs a command and gives what it prints on stdout. */
export function run(command, args) {
  return execFileSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 26 })
}

/**
 * Runs a command to its end.
 *
 * @returns Wall and CPU seconds of its process (and of those that it waited for), and what it printed on stdout.
 */
export function measure(command, args) {
  const script = 'TIMEFORMAT="%R %U %S"; time "$@"'
  const { status, stdout, stderr } = spawnSync('bash', ['-c', script, 'bash', command, ...args], {
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
  const [seconds, user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { seconds, cpuSeconds: user + system, stdout }
}

/** Gives the middle of numbers, or the mean of the two in the middle. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}
