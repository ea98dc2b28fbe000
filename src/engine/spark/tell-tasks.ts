import type { Progress } from '../../spark/link.ts'
import type { JobHost } from '../host.ts'

/**
 * Makes a listener that tells the host how many tasks of Spark have ended of a query; it only ever adds tasks, so the total
 * grows.
 *
 * @param work  What they are for: the line is `{work}: tasks of Spark`.
 */
export function tellTasks(work: string, { report }: JobHost): (progress: Progress) => void {
  return ({ numCompletedTasks, numTasks }) => {
    if (numTasks > 0) report.progress(`${work}: tasks of Spark`, numCompletedTasks, numTasks)
  }
}
