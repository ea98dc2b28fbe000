import type { Tree } from '../tree.ts'
import type { FlatColumn } from './flat-column.ts'
import { type FlatTree, flattenTree } from './flatten-tree.ts'

/** Trees as the compiled code walks them. */
export interface FlatTrees {
  readonly columns: readonly FlatColumn[]
  readonly trees: readonly FlatTree[]
}

/** What one byte can count. */
const MAX_COLUMNS = 256
const MAX_THRESHOLDS = 255

/**
 * Turns trees into flat arrays of bytes, in which thresholds are bins.
 *
 * @param weights  What the predictions of each tree are multiplied by, [trees.length].
 * @returns `null` where the trees ask about more than 256 slots, or one slot about more than 255 thresholds, or
 *   where a tree has more than 65,536 nodes.
 */
export function flattenTrees(trees: readonly Tree[], weights: Float64Array): FlatTrees | null {
  const columns = columnsOf(trees)
  if (columns.length > MAX_COLUMNS) return null
  if (columns.some(({ thresholds }) => thresholds.length > MAX_THRESHOLDS)) return null
  const flat: FlatTree[] = []
  for (let index = 0; index < trees.length; index++) {
    const tree = flattenTree(trees[index], weights[index], columns)
    if (tree === null) return null
    flat.push(tree)
  }
  return { columns, trees: flat }
}

function columnsOf(trees: readonly Tree[]): FlatColumn[] {
  const bySlot = new Map<number, Set<number>>()
  for (const { numNodes, feature, threshold } of trees) {
    for (let node = 0; node < numNodes; node++) {
      const slot = feature[node]
      if (slot < 0) continue
      const thresholds = bySlot.get(slot) ?? new Set()
      bySlot.set(slot, thresholds.add(threshold[node]))
    }
  }
  const slots = [...bySlot].sort(([a], [b]) => a - b)
  return slots.map(([slot, thresholds]) => ({ slot, thresholds: Float64Array.from(thresholds).sort() }))
}
