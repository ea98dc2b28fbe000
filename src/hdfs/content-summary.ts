import { z } from 'zod'
import { askForJson } from './ask-name-node.ts'
import { parseReply } from './parse-reply.ts'
import type { HdfsSession } from './session.ts'
import { withPatience } from './with-patience.ts'

/** What lies at and below a path, and how much may. */
export interface ContentSummary {
  readonly numFiles: number
  readonly numDirectories: number
  /** Bytes of the files, each counted once. */
  readonly sizeBytes: number
  /** Bytes on the disks of the DataNodes, replicas included. */
  readonly storedBytes: number
  /** Most files and directories; `null` where the path itself has no such quota. */
  readonly maxNames: number | null
  /** Most bytes on the disks of the DataNodes; `null` where the path itself has no such quota. */
  readonly maxStoredBytes: number | null
}

/** A quota that is none is -1, that of the root the largest long. */
const quota = z
  .number()
  .default(-1)
  .transform((value) => (value < 0 || value > Number.MAX_SAFE_INTEGER ? null : value))

const summarySchema = z
  .object({
    ContentSummary: z.object({
      fileCount: z.number(),
      directoryCount: z.number(),
      length: z.number(),
      spaceConsumed: z.number(),
      quota,
      spaceQuota: quota,
    }),
  })
  .transform(({ ContentSummary: summary }) => ({
    numFiles: summary.fileCount,
    numDirectories: summary.directoryCount,
    sizeBytes: summary.length,
    storedBytes: summary.spaceConsumed,
    maxNames: summary.quota,
    maxStoredBytes: summary.spaceQuota,
  }))

/** Sums up what lies at and below a path; the NameNode walks the whole tree for it. */
export async function contentSummary(session: HdfsSession, path: string): Promise<ContentSummary> {
  const operation = { method: 'GET', path, op: 'GETCONTENTSUMMARY', verb: 'sum up' } as const
  const reply = await withPatience(session, () => askForJson(session, operation))
  return parseReply(session, operation, summarySchema, reply)
}
