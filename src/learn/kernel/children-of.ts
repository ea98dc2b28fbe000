import type { NodeRows, Split } from './kernel.ts'

/**
 * Gives the children of a node whose rows have moved: the larger one inherits the node's histogram, the smaller (the
 * left one of equals) gets that of its depth, which is free.
 *
 * @param middle  Where the right child's rows start.
 */
export function childrenOf(
  node: NodeRows,
  { leftRows, leftSum }: Split,
  middle: number,
): readonly [left: NodeRows, right: NodeRows] {
  const { start, end, numRows, sum, histogram } = node
  const depth = node.depth + 1
  const leftIsSmaller = middle - start <= end - middle
  const [ofLeft, ofRight] = leftIsSmaller ? [depth, histogram] : [histogram, depth]
  return [
    { start, end: middle, numRows: leftRows, sum: leftSum, depth, histogram: ofLeft },
    { start: middle, end, numRows: numRows - leftRows, sum: sum - leftSum, depth, histogram: ofRight },
  ]
}
