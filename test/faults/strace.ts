import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** A system call of a publisher, told by its name and how many of that name came before it in its thread. */
export interface CallPoint {
  readonly call: string
  /** From 1. */
  readonly nth: number
}

/** How a publisher ended. */
export interface Ending {
  /** `null` if it was killed. */
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/** The calls that change what is on a disk, as node:fs makes them. */
const changing = [
  'mkdir',
  'write',
  'pwrite64',
  'copy_file_range',
  'ftruncate',
  'fsync',
  'rename',
  'unlink',
  'rmdir',
]

const publisher = fileURLToPath(new URL('publisher.mjs', import.meta.url))

/** Says whether strace is there and may trace. */
export function canTrace(): boolean {
  return spawnSync('strace', ['-f', '-e', 'inject=mkdir:error=EIO', 'true']).status === 0
}

/** Runs publisher.mjs, and lists the calls from the first that names the base directory on. */
export async function callPoints(args: readonly string[], base: string): Promise<readonly CallPoint[]> {
  const lines = await traceLines(args, changing)
  // one thread of node's pool does all file work: UV_THREADPOOL_SIZE is 1
  const thread = lines.find((line) => line.includes(base))?.split(' ')[0]
  return pointsIn(
    lines.filter((line) => line.startsWith(`${thread} `)),
    base,
  )
}

/** Runs publisher.mjs, and gives what strace says of some calls, a line each, with the paths of open files. */
export async function traceLines(
  args: readonly string[],
  calls: readonly string[],
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'freeflow-strace-'))
  const log = join(folder, 'log')
  await runPublisher(args, ['-f', '-y', '--seccomp-bpf', '-o', log, '-e', `trace=${calls.join()}`])
  const lines = readFileSync(log, 'utf8').split('\n')
  rmSync(folder, { recursive: true })
  return lines
}

function pointsIn(lines: readonly string[], base: string): readonly CallPoint[] {
  const count = new Map<string, number>()
  const points: CallPoint[] = []
  const first = lines.findIndex((line) => line.includes(base))
  lines.forEach((line, at) => {
    const call = /^\d+ +(\w+)\(/.exec(line)?.[1] ?? ''
    const nth = (count.get(call) ?? 0) + 1
    count.set(call, nth)
    // writes of eight bytes that begin with 1 wake node's main thread
    if (changing.includes(call) && at >= first && !line.includes('"\\1\\0')) points.push({ call, nth })
  })
  return points
}

/** Runs publisher.mjs with a fault at one of its calls. */
export function runWithFault(
  args: readonly string[],
  { call, nth }: CallPoint,
  fault: 'signal=SIGKILL' | 'error=EIO' | 'error=ENOSPC',
): Promise<Ending> {
  // strace 6.1 sends no signal but at the first call when it filters with seccomp
  const fast = fault === 'signal=SIGKILL' ? [] : ['--seccomp-bpf']
  const inject = `inject=${call}:${fault}:when=${nth}`
  return runPublisher(args, ['-f', ...fast, '-o', '/dev/null', '-e', `trace=${call}`, '-e', inject])
}

/** Runs publisher.mjs and kills it some time after it has said that it begins. */
export async function runAndKill(args: readonly string[], afterMs: number): Promise<Ending> {
  const child = spawn(process.execPath, [publisher, ...args], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = once(child, 'close')
  await once(child.stdout, 'data')
  const timer = setTimeout(() => child.kill('SIGKILL'), afterMs)
  const [code] = await ended
  clearTimeout(timer)
  return { code, stdout: '', stderr: '' }
}

async function runPublisher(args: readonly string[], straceArgs: readonly string[]): Promise<Ending> {
  const env = { ...process.env, UV_THREADPOOL_SIZE: '1' }
  const child = spawn('strace', [...straceArgs, process.execPath, publisher, ...args], { env })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => (stdout += data))
  child.stderr.on('data', (data) => (stderr += data))
  const [code] = await once(child, 'close')
  return { code, stdout, stderr }
}
