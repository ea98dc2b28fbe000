import { totalmem } from 'node:os'
import { bytesFromText } from '../../bytes-from-text.ts'
import { FreeflowError } from '../../errors.ts'
import { formatBytes } from '../../format-bytes.ts'
import { type DataSize, memoryOfRows } from './memory-of-rows.ts'

/**
 * Refuses data that would not fit, before any of it is loaded.
 *
 * @param memory  A size such as `4G`; without it, what this process or machine has is the limit.
 * @throws FreeflowError `budget` with what is needed and what there is.
 */
export function checkMemory(size: DataSize, threads: number, memory: string | undefined): void {
  const needed = memoryOfRows(size, threads)
  const given = memory === undefined ? Number.POSITIVE_INFINITY : bytesFromText(memory)
  const budget = Math.min(given, memoryOfProcess())
  if (needed <= budget) return
  const columns = size.numeric + size.categorical
  const limit = given <= budget ? '--memory' : 'what this process may have'
  throw new FreeflowError(
    'budget',
    `${size.rows} rows of ${columns} features need about ${formatBytes(needed)} of memory, more than ${limit}, ${formatBytes(budget)}`,
    {
      hint: 'take fewer days (--start-date, --end-date) or threads, raise --memory, or let a cluster do it: --engine spark --remote sc://host:15002 (docs/cluster.md)',
    },
  )
}

/** Gives what the machine has, or a container leaves this process. */
function memoryOfProcess(): number {
  const constrained = process.constrainedMemory()
  return constrained > 0 ? Math.min(constrained, totalmem()) : totalmem()
}
