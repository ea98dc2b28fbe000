import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'

/** Between two looks at the memory. */
const LOOK_MS = 100
/** Clock ticks a second and bytes a page, of /proc. */
const TICKS = 100
const PAGE_BYTES = 4096

/**
 * Runs a command to its end, and measures all processes that it starts, and `beside`.
 *
 * @param beside  Numbers of processes that work for it without being started by it: a cluster's daemons.
 * @returns What it printed on stdout; its wall seconds; the CPU seconds of all processes; the highest sum of their
 *   resident memory in MB, looked at ten times a second.
 */
export async function meterRun(command, args, { env = {}, cwd, beside = [] }) {
  const cpuBefore = cpuSeconds(beside)
  const start = performance.now()
  const child = spawn(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const roots = [child.pid, ...beside]
  const idle = residentMb(beside)
  let peak = 0
  const timer = setInterval(() => {
    peak = Math.max(peak, residentMb(roots))
  }, LOOK_MS)
  const texts = { stdout: '', stderr: '' }
  for (const name of ['stdout', 'stderr'])
    child[name].setEncoding('utf8').on('data', (text) => {
      texts[name] += text
    })
  const [code] = await once(child, 'close')
  clearInterval(timer)
  const wall = (performance.now() - start) / 1000
  if (code !== 0) throw new Error(`${command} ${args.join(' ')} ended with ${code}:\n${texts.stderr}`)
  return { stdout: texts.stdout, wall_s: wall, cpu_s: cpuSeconds(beside) - cpuBefore, peak_mb: peak - idle }
}

/** CPU seconds of what this process has started and seen end, and of processes with all that they have seen end. */
function cpuSeconds(beside) {
  const ended = statOf('self').ended
  return beside.map((pid) => statOf(pid)).reduce((sum, stat) => sum + stat.own + stat.ended, ended) / TICKS
}

/** Memory of processes and of all below them. */
function residentMb(roots) {
  const stats = readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        return [{ pid: Number(pid), ...statOf(pid) }]
      } catch {
        // it has ended since
        return []
      }
    })
  const ours = new Set(roots)
  let before
  do {
    before = ours.size
    for (const { pid, parent } of stats) if (ours.has(parent)) ours.add(pid)
  } while (ours.size > before)
  const pages = stats.reduce((sum, stat) => (ours.has(stat.pid) ? sum + stat.pages : sum), 0)
  return (pages * PAGE_BYTES) / 1e6
}

/** Reads `/proc/PID/stat`; the name, in brackets, may have spaces. */
function statOf(pid) {
  const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const [parent, user, system, endedUser, endedSystem, pages] = [1, 11, 12, 13, 14, 21].map(
    (at) => fields[at],
  )
  return { parent, own: user + system, ended: endedUser + endedSystem, pages }
}
