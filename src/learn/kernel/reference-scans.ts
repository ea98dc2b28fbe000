import type { NodeRows, Split } from './kernel.ts'
import type { SplitLimits } from './node-kernel.ts'

/** Numbers kept per bin: sum of the targets, number of rows. */
export const CELL = 2

/** One feature of one node, and the best split among the features before it. */
export interface Scan {
  /** Sum and count of each bin of the feature, from its first. */
  readonly cells: Float64Array
  readonly feature: number
  readonly node: NodeRows
  readonly limits: SplitLimits
  readonly best: Split | null
}

/** Tries every bin of a numeric feature as the last that goes left. */
export function scanBins({ cells, feature, node, limits, best }: Scan, numBins: number): Split | null {
  const { numRows, sum } = node
  const minRows = limits.minInstancesPerNode
  let bestScore = best === null ? 0 : scoreOf(best, node)
  let found = best
  let leftSum = 0
  let leftRows = 0
  for (let bin = 0; bin < numBins - 1; bin++) {
    const count = cells[bin * CELL + 1]
    if (count === 0) continue
    leftSum += cells[bin * CELL]
    leftRows += count
    if (leftRows < minRows) continue
    if (numRows - leftRows < minRows) break
    const difference = leftSum * numRows - sum * leftRows
    const score = (difference * difference) / (leftRows * (numRows - leftRows))
    if (!(score > bestScore)) continue
    const gain = score / (numRows * numRows)
    if (gain < limits.minGain) continue
    bestScore = score
    found = { feature, bin, gain, leftSum, leftRows }
  }
  return found
}

/** Tries every drawn slot of a one-hot group as the one that goes right. */
export function scanGroup(
  { cells, feature, node, limits, best }: Scan,
  isDrawn: Uint8Array,
  numSlots: number,
): Split | null {
  const { numRows, sum } = node
  const minRows = limits.minInstancesPerNode
  let bestScore = best === null ? 0 : scoreOf(best, node)
  let found = best
  for (let bin = 0; bin < numSlots; bin++) {
    if (isDrawn[bin] === 0) continue
    const rightRows = cells[bin * CELL + 1]
    const leftRows = numRows - rightRows
    if (rightRows < minRows || leftRows < minRows) continue
    const leftSum = sum - cells[bin * CELL]
    const difference = leftSum * numRows - sum * leftRows
    const score = (difference * difference) / (leftRows * rightRows)
    if (!(score > bestScore)) continue
    const gain = score / (numRows * numRows)
    if (gain < limits.minGain) continue
    bestScore = score
    found = { feature, bin, gain, leftSum, leftRows }
  }
  return found
}

/** The score (SL * N - S * NL)^2 / (NL * NR) by which the splits of a node are compared. */
function scoreOf(split: Split, { numRows, sum }: NodeRows): number {
  const difference = split.leftSum * numRows - sum * split.leftRows
  return (difference * difference) / (split.leftRows * (numRows - split.leftRows))
}
