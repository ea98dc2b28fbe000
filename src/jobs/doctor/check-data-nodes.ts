import { liveDataNodes } from '../../hdfs/live-data-nodes.ts'
import { askServer } from '../../hdfs/request.ts'
import type { HdfsSession } from '../../hdfs/session.ts'
import { inParallel } from '../../in-parallel.ts'
import { attempt } from './attempt.ts'
import { type CheckResult, found } from './check-result.ts'

/** How one may be asked, and how long all of them may take. */
interface Limits {
  readonly answerMs: number
  readonly allMs: number
}

const NUM_AT_ONCE = 32
const NUM_NAMED = 3

/**
 * Checks that each DataNode that the NameNode counts as alive may be followed to and answers from here.
 *
 * A warning where one does not: what others hold can be read, and uploads go to others.
 */
export function checkDataNodes(id: string, session: HdfsSession, limits: Limits): Promise<CheckResult> {
  return attempt(id, async () => {
    const urls = await liveDataNodes(session, limits.answerMs)
    if (urls === null)
      return found(id, 'skipped', 'the JMX of the NameNode could not be asked for their names')
    const endMs = performance.now() + limits.allMs
    const problems = await inParallel(urls, NUM_AT_ONCE, (url) =>
      performance.now() > endMs ? Promise.resolve('') : problemOf(session, url, limits.answerMs),
    )
    return judge(id, problems)
  })
}

/** Says why a DataNode cannot be used; `null` if it can. */
async function problemOf(session: HdfsSession, url: string, timeoutMs: number): Promise<string | null> {
  try {
    const target = session.redirect(`${url}/`)
    await askServer({ method: 'GET', url: target, action: 'DataNode' }, timeoutMs)
    return null
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

/** @param problems  One a DataNode: `null` if it answers, '' where there was no time left. */
function judge(id: string, problems: readonly (string | null)[]): CheckResult {
  const told = problems.filter((problem) => problem !== null && problem !== '')
  const numLeft = problems.filter((problem) => problem === '').length
  const left = numLeft === 0 ? '' : `, ${numLeft} not asked for want of time`
  const text = `${problems.length - told.length - numLeft} of ${problems.length} answer from here${left}`
  if (told.length === 0) return found(id, 'ok', text)
  const more = told.length > NUM_NAMED ? ` and ${told.length - NUM_NAMED} more` : ''
  return found(
    id,
    'warn',
    `${text}; ${told.slice(0, NUM_NAMED).join('; ')}${more}`,
    'check that they run; where other addresses reach them from here, give --datanode-map INNER=OUTER. What only they hold cannot be read',
  )
}
