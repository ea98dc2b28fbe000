import { addToHistogram, clearHistogram, subtractHistogram } from './histogram'
import { firstRow, isSmall, lastRow, Node } from './node'
import { begin, HISTOGRAMS } from './phases'
import { center, numBundles, numCodes, scale, stride } from './settings'

/** Makes the histogram of a node that needs one. */
export function buildHistogram<T>(node: Node): void {
  if (isSmall(node)) return
  const histogram = node.histogram
  clearHistogram(histogram, numCodes, numBundles)
  addRows<T>(node, histogram, 1)
}

/** Makes the histograms of a node's children: sums the smaller one, and takes it from the node's, which the larger one inherits. */
export function updateHistograms<T>(small: Node, large: Node): void {
  if (isSmall(large)) return
  if (isSmall(small)) {
    addRows<T>(small, large.histogram, -1)
    return
  }
  buildHistogram<T>(small)
  subtractHistogram(large.histogram, small.histogram, numCodes, numBundles)
}

/** Adds the rows of a node to a histogram, or takes them from it. */
function addRows<T>(node: Node, histogram: usize, sign: i32): void {
  const from = firstRow(node)
  const to = lastRow(node)
  begin(HISTOGRAMS, ((to - from) / stride) * numBundles)
  addToHistogram<T>(from, to, stride, numBundles, histogram, sign, center, scale)
}
