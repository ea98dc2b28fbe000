import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** How many writes the Spark server of a run folder has committed since its start, as its log says. */
export function numWritesIn(run: string): number {
  return readFileSync(join(run, 'spark.log'), 'utf8').match(/Write Job \S+ committed/g)?.length ?? 0
}
