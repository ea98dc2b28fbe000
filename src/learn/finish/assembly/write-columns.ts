import { binOf, featureOf, gainOf, isSplit, NODE_BYTES, numRowsOf, squaresOf, sumOf } from './node'

/**
 * Brings grown nodes back to labels and thresholds.
 *
 * @param nodes  Grown nodes, up to `end`, their squares summed.
 * @param features  Of each feature its first slot, slots a bin and address of its thresholds: u32, 16 bytes each.
 * @param center  Mean label; labels are center + step * target.
 * @param open  For the indices of nodes whose right child is to come: u32, one a level.
 * @param doubles  Receives, column after column, threshold, prediction, impurity, gain, number of rows, sum and
 *   squares: f64.
 * @param integers  Receives feature, left and right child: i32.
 */
export function writeColumns(
  nodes: usize,
  end: usize,
  features: usize,
  center: f64,
  step: f64,
  open: usize,
  doubles: usize,
  integers: usize,
): void {
  const numNodes = (end - nodes) / NODE_BYTES
  const double = numNodes << 3
  const integer = numNodes << 2
  let top = open
  for (let index: usize = 0, at = nodes; at < end; index++, at += NODE_BYTES) {
    let threshold: f64 = 0
    let gain: f64 = -1
    let slot: i32 = -1
    let left: i32 = -1
    if (isSplit(at)) {
      const feature = features + ((<usize>featureOf(at)) << 4)
      const bin = <u32>binOf(at)
      slot = load<u32>(feature) + load<u32>(feature, 4) * bin
      threshold = load<f64>(<usize>load<u32>(feature, 8) + ((<usize>bin) << 3))
      gain = gainOf(at) * step * step
      left = <i32>index + 1
      store<u32>(top, <u32>index)
      top += 4
    } else if (top > open) {
      top -= 4
      const parent: usize = load<u32>(top)
      store<i32>(integers + 2 * integer + (parent << 2), <i32>index + 1)
    }
    const numRows = numRowsOf(at)
    const sum = sumOf(at)
    const squares = squaresOf(at)
    const mean = sum / numRows
    const column = doubles + (index << 3)
    store<f64>(column, threshold)
    store<f64>(column + double, center + step * mean)
    store<f64>(column + 2 * double, max<f64>(0, squares / numRows - mean * mean) * step * step)
    store<f64>(column + 3 * double, gain)
    store<f64>(column + 4 * double, numRows)
    store<f64>(column + 5 * double, center * numRows + step * sum)
    const labels = center * center * numRows + 2 * center * step * sum + step * step * squares
    store<f64>(column + 6 * double, labels)
    const whole = integers + (index << 2)
    store<i32>(whole, slot)
    store<i32>(whole + integer, left)
    store<i32>(whole + 2 * integer, -1)
  }
}
