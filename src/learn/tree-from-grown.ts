import type { Tree } from '../model/tree.ts'
import type { Binning } from './bins/bins.ts'
import type { Scale } from './fixed-point.ts'
import { FIELD, type GrownTree } from './grown-tree.ts'
import { linkNodes } from './link-nodes.ts'

/** Brings a grown tree back to labels and thresholds. */
export function treeFromGrown(grown: GrownTree, binning: Binning, { center, step }: Scale): Tree {
  const numNodes = grown.length / FIELD.count
  const doubles = () => new Float64Array(numNodes)
  const tree = {
    numNodes,
    feature: new Int32Array(numNodes).fill(-1),
    threshold: doubles(),
    ...linkNodes(grown),
    prediction: doubles(),
    impurity: doubles(),
    gain: doubles().fill(-1),
    numRows: doubles(),
    sum: doubles(),
    sumSquares: doubles(),
  }
  for (let node = 0, at = 0; node < numNodes; node++, at += FIELD.count) {
    const feature = grown[at + FIELD.feature]
    if (feature >= 0) {
      const bin = grown[at + FIELD.bin]
      const cut = binning[feature]
      tree.feature[node] = cut.kind === 'one-hot' ? cut.slot + bin : cut.slot
      tree.threshold[node] = cut.thresholds[bin]
      tree.gain[node] = grown[at + FIELD.gain] * step * step
    }
    const numRows = grown[at + FIELD.numRows]
    const sum = grown[at + FIELD.sum]
    const sumSquares = grown[at + FIELD.sumSquares]
    const mean = sum / numRows
    tree.prediction[node] = center + step * mean
    tree.impurity[node] = Math.max(0, sumSquares / numRows - mean * mean) * step * step
    tree.numRows[node] = numRows
    tree.sum[node] = center * numRows + step * sum
    tree.sumSquares[node] = center * center * numRows + 2 * center * step * sum + step * step * sumSquares
  }
  return tree
}
