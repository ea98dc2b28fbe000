import type { Params } from '../../model/params.ts'

/**
 * Gives the parameters that Spark has of those that a learner has here: all but `firstMaxDepth`, as its first boosted
 * tree is grown like the others.
 */
export function sparkParams({ firstMaxDepth, ...params }: Params): Params {
  return params
}

/** Says what a model of Spark leaves out of what was asked for; `null` where that is nothing. */
export function whatSparkLacks({ firstMaxDepth, maxDepth }: Params): string | null {
  if (firstMaxDepth === undefined || Number(firstMaxDepth) >= Number(maxDepth)) return null
  return `firstMaxDepth ${firstMaxDepth} is left out: Spark grows the first tree as deep as the others, and adds it whole`
}
