import { closeRows } from './close-rows'
import { codingOf, featureAt } from './features'
import { firstRow, lastRow, Node } from './node'
import { begin, LEAVES } from './phases'
import {
  center,
  closedBuffer,
  deltas,
  leafCenter,
  leafStep,
  range,
  result,
  scale,
  stride,
  weight,
} from './settings'
import { sumSquares } from './sum-squares'

/** Ends the rows of a leaf; gives the sum of their squared targets. */
export function closeLeaf<T>(node: Node): f64 {
  // every row is in range
  close<T>(node, 0, 0, 255, node.numRows, node.sum)
  return squaresInside()
}

/**
 * Ends the rows of both sides of a split.
 *
 * @param numRows  Of those in range, and their sum.
 */
export function close<T>(node: Node, feature: usize, low: u32, span: u32, numRows: f64, sum: f64): void {
  const from = firstRow(node)
  const to = lastRow(node)
  const bundle = <usize>featureAt(feature).bundle
  const coding = codingOf(feature)
  begin(LEAVES, (to - from) / stride)
  if (isFloat<T>()) {
    store<f64>(deltas, deltaOf(node.numRows - numRows, node.sum - sum))
    store<f64>(deltas, deltaOf(numRows, sum), 8)
    const out = closedBuffer + node.start
    closeRows(from, to, stride, bundle, coding, low, span, center, scale, deltas, out, range, result)
  } else {
    sumSquares(from, to, stride, bundle, coding, low, span, result)
  }
}

/** Squared targets of the rows that were closed last, of those in range. */
export function squaresInside(): f64 {
  return load<f64>(result)
}

/** The same of the others. */
export function squaresOfOthers(): f64 {
  return load<f64>(result, 8)
}

/** What a leaf takes from what is left of the label of each of its rows; of no rows it is not a number, and taken from none. */
export function deltaOf(numRows: f64, sum: f64): f64 {
  return weight * (leafCenter + leafStep * (sum / numRows))
}
