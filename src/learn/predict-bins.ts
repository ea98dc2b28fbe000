import type { GrownTree } from './grown-tree.ts'
import type { TrainingRows } from './kernel/kernel.ts'

/**
 * Adds the weighted predictions of one tree to the score of every row, reading bins instead of values.
 *
 * @param predictions  Prediction of each node, [grown.length].
 * @param scores  Changed in place, [numRows].
 */
export function addTreeOnBins(
  rows: TrainingRows,
  grown: GrownTree,
  predictions: Float64Array,
  weight: number,
  scores: Float64Array,
): void {
  const { bins, binning, numRows } = rows
  const numFeatures = binning.length
  const isGroup = Uint8Array.from(binning, ({ kind }) => (kind === 'one-hot' ? 1 : 0))
  const features = Int32Array.from(grown, ({ feature }) => feature)
  const splitBins = Int32Array.from(grown, ({ bin }) => bin)
  const lefts = Int32Array.from(grown, ({ left }) => left)
  const rights = Int32Array.from(grown, ({ right }) => right)
  for (let row = 0, at = 0; row < numRows; row++, at += numFeatures) {
    let node = 0
    let feature = features[0]
    while (feature >= 0) {
      const bin = bins[at + feature]
      const goesLeft = isGroup[feature] === 1 ? bin !== splitBins[node] : bin <= splitBins[node]
      node = goesLeft ? lefts[node] : rights[node]
      feature = features[node]
    }
    scores[row] += weight * predictions[node]
  }
}
