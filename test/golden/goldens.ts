import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What another library answered on small data; scripts/goldens say how. */
export interface Golden {
  /** Folder and file, for instance `spark/boosting`. */
  readonly name: string
  /** What was asked, mostly by Spark's name. */
  readonly estimator: string
  readonly data: object
  readonly params: object
  readonly expected: object
  /** Bounds of the differences, and why they are not 0. */
  readonly tolerance: { readonly reason: string }
  /** Version by library. */
  readonly versions: Readonly<Record<string, string>>
}

/** Names of all golden files, in order; a name is a path below this folder without its ending. */
export function goldenNames(): string[] {
  return ['learn', 'spark'].flatMap((folder) => {
    const files = readdirSync(join(import.meta.dirname, folder)).filter((file) => file.endsWith('.json'))
    return files.sort().map((file) => `${folder}/${file.replace(/\.json$/, '')}`)
  })
}

/** Gives the path of a golden file. */
export function goldenPath(name: string): string {
  return join(import.meta.dirname, `${name}.json`)
}

/** Reads the golden files of one estimator, each of the form that `G` says; at least one. */
export function goldensOf<G extends Golden>(estimator: string): G[] {
  const goldens: G[] = goldenNames().map((name) => ({
    name,
    ...JSON.parse(readFileSync(goldenPath(name), 'utf8')),
  }))
  const found = goldens.filter((golden) => golden.estimator === estimator)
  if (found.length === 0) throw new Error(`no golden file of ${estimator}`)
  return found
}
