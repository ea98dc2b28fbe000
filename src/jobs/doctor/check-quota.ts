import { formatBytes } from '../../format-bytes.ts'
import { type ContentSummary, contentSummary } from '../../hdfs/content-summary.ts'
import { failureKind } from '../../hdfs/failure.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { type CheckResult, found } from './check-result.ts'

/** More of a quota than this is a warning. */
const FULL_SHARE = 0.9

/** Says how much of its own quotas a directory of HDFS has used; those of directories above it do not show. */
export async function checkQuota(id: string, session: HdfsSession, path: string): Promise<CheckResult> {
  const summary = await contentSummary(session, path).catch((error: unknown) => {
    if (failureKind(error) === 'AccessControlException') return null
    throw error
  })
  if (summary === null)
    return found(id, 'skipped', `${path} holds what we may not look at, so it cannot be summed up`)
  const text = `${path}: ${formatSummary(summary)}`
  if (usedShare(summary) <= FULL_SHARE) return found(id, 'ok', text)
  const hint = 'remove old versions (freeflow models gc --keep N), or have the quota raised'
  return found(id, 'warn', text, hint)
}

function formatSummary(summary: ContentSummary): string {
  const { storedBytes, maxNames, maxStoredBytes } = summary
  const names = maxNames === null ? '' : ` of ${maxNames}`
  const bytes = maxStoredBytes === null ? '' : ` of ${formatBytes(maxStoredBytes)}`
  const quota = maxNames === null && maxStoredBytes === null ? '; no quota of its own' : ''
  return `${numNames(summary)}${names} names, ${formatBytes(storedBytes)}${bytes} with replicas${quota}`
}

function usedShare(summary: ContentSummary): number {
  const { storedBytes, maxNames, maxStoredBytes } = summary
  return Math.max(numNames(summary) / (maxNames ?? Infinity), storedBytes / (maxStoredBytes ?? Infinity))
}

function numNames({ numFiles, numDirectories }: ContentSummary): number {
  return numFiles + numDirectories
}
