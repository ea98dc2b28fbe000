import type { SharedSplit, SharedSplitting } from './kernel/boosting-kernel.ts'
import type { GrowOptions, NodeRows, TopRows } from './kernel/kernel.ts'

/** The top of a tree: nodes that all threads have split, and what is left to be grown, the largest first. */
export interface TopOfTree {
  readonly splits: readonly SharedSplit[]
  readonly subtrees: readonly TopRows[]
}

/** Grows the top of a tree together with other threads, level by level; each thread gets the same. */
export function growTop(shared: SharedSplitting, root: NodeRows, options: GrowOptions): TopOfTree {
  const splits: SharedSplit[] = []
  const subtrees: TopRows[] = []
  let level: TopRows[] = [{ path: 1, rows: root }]
  for (let depth = 0; depth < shared.numLevels && level.length > 0; depth++) {
    const nodes: SharedSplit[] = []
    for (const node of level) {
      const split = node.rows.numRows < shared.fewestRows ? null : shared.findSplit(node, options)
      if (split === null) subtrees.push(node)
      else nodes.push({ ...node, split })
    }
    splits.push(...nodes)
    level = shared.splitLevel(nodes).flatMap(([left, right], index) => [
      { path: 2 * nodes[index].path, rows: left },
      { path: 2 * nodes[index].path + 1, rows: right },
    ])
  }
  const bySize = [...subtrees, ...level].sort((one, other) => other.rows.numRows - one.rows.numRows)
  return { splits, subtrees: bySize }
}
