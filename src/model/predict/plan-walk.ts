import { TOP_LEVELS } from './flatten-tree.ts'
import type { TreePart } from './tree-part.ts'

/** Trees that are walked down to the same depths. */
export interface WalkSegment {
  /** Trees from `start` to `end`, exclusive. */
  readonly start: number
  readonly end: number
  /** Edges below the top at which the walk is looked at, ascending, and by each the row of the sums that it goes to. */
  readonly stages: readonly { readonly steps: number; readonly sums: number }[]
  /** Parts whose last tree is that of the segment, and the row of the sums in which they stand then. */
  readonly parts: readonly { readonly part: number; readonly sums: number }[]
}

/** More than any tree has. */
const MAX_STEPS = 2 ** 16

/**
 * Plans one walk down each tree that serves all parts of an ensemble.
 *
 * @param parts  Of depths of at least `TOP_LEVELS`.
 * @returns Segments in the order of the trees; rows of the sums go by depth, ascending.
 */
export function planWalk(parts: readonly TreePart[]): WalkSegment[] {
  const depths = [...new Set(parts.map(({ depth }) => depth))].sort((a, b) => a - b)
  const mostTrees = depths.map((depth) =>
    Math.max(...parts.filter((part) => part.depth === depth).map(({ numTrees }) => numTrees)),
  )
  const ends = [...new Set(parts.map(({ numTrees }) => numTrees))].sort((a, b) => a - b)
  return ends.map((end, index) => ({
    start: index === 0 ? 0 : ends[index - 1],
    end,
    stages: depths.flatMap((depth, sums) =>
      mostTrees[sums] < end ? [] : [{ steps: Math.min(depth - TOP_LEVELS, MAX_STEPS), sums }],
    ),
    parts: parts.flatMap(({ numTrees, depth }, part) =>
      numTrees === end ? [{ part, sums: depths.indexOf(depth) }] : [],
    ),
  }))
}
