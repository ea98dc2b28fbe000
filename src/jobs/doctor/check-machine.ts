import { availableParallelism, cpus, tmpdir, totalmem } from 'node:os'
import { FreeflowError } from '../../errors.ts'
import { formatBytes } from '../../format-bytes.ts'
import { withDuckDb } from '../../table/duckdb.ts'
import { attempt } from './attempt.ts'
import { checkDisk } from './check-disk.ts'
import { type CheckResult, failed, found } from './check-result.ts'

/** As `engines` of package.json has it. */
const MIN_NODE = [20, 19] as const
/** A forest on one week of METR-LA, 207 sensors, took 0.55e9 on two threads. */
const ENOUGH_MEMORY_BYTES = 1e9

/** Checks what every run needs of this machine: Node, CPUs, memory, DuckDB, and the disk at `--work`. */
export async function checkMachine(work: string, newId: () => string): Promise<readonly CheckResult[]> {
  return [
    checkNode(process.versions.node),
    checkCpus(),
    checkMemory(),
    await attempt('duckdb', checkDuckDb),
    await checkDisk('work', work, newId()),
    await checkDisk('temp', tmpdir(), newId()),
  ]
}

/** Checks a version of Node, `20.19.0`. */
export function checkNode(version: string): CheckResult {
  const [major, minor] = version.split('.').map(Number)
  const isEnough = major > MIN_NODE[0] || (major === MIN_NODE[0] && minor >= MIN_NODE[1])
  if (isEnough) return found('node', 'ok', version)
  const message = `Node must be at least ${MIN_NODE.join('.')}, this is ${version}`
  return failed('node', new FreeflowError('engine', message, { hint: 'install a newer Node' }))
}

function checkCpus(): CheckResult {
  const numUsable = availableParallelism()
  const numAll = cpus().length
  const limit = numUsable < numAll ? `, of ${numAll} in the machine` : ''
  return found('cpus', 'ok', `${numUsable}${limit}`)
}

function checkMemory(): CheckResult {
  const total = totalmem()
  const limit = process.constrainedMemory()
  // without a limit of the container it is 0, or more than there is
  const isLimited = limit > 0 && limit < total
  const bytes = isLimited ? limit : total
  const text = isLimited
    ? `${formatBytes(limit)}, of ${formatBytes(total)} in the machine`
    : formatBytes(total)
  if (bytes >= ENOUGH_MEMORY_BYTES) return found('memory', 'ok', text)
  const hint = 'a forest on a week of 207 sensors takes 0.6 GB; freeflow train-all --dry-run estimates yours'
  return found('memory', 'warn', text, hint)
}

async function checkDuckDb(): Promise<CheckResult> {
  try {
    const version = await withDuckDb({ threads: 1 }, async (connection) => {
      const reader = await connection.runAndReadAll('SELECT version()')
      return String(reader.getRows()[0][0])
    })
    return found('duckdb', 'ok', version)
  } catch (cause) {
    const message = `DuckDB does not start: ${cause instanceof Error ? cause.message : cause}`
    throw new FreeflowError('engine', message, { hint: 'install again for this system: npm ci', cause })
  }
}
