import type { GradientBoostedTreesModel, RandomForestModel } from './ensemble.ts'
import type { Tree } from './tree.ts'

/**
 * Gives the importance of each slot, [numFeatures], summing to 1 (all 0 where no tree has a split).
 *
 * A split counts its gain times its rows. A forest's trees are each brought to sum 1 before they are added,
 * boosted ones are not. Source: Spark ML, TreeEnsembleModel.featureImportances, after Hastie et al.,
 * The Elements of Statistical Learning, 2001.
 */
export function slotImportances(model: RandomForestModel | GradientBoostedTreesModel): Float64Array {
  const total = new Float64Array(model.numFeatures)
  for (const tree of model.trees) {
    const importances = treeImportances(tree, model.numFeatures)
    if (model.kind === 'random_forest') normalise(importances)
    for (let slot = 0; slot < total.length; slot++) total[slot] += importances[slot]
  }
  normalise(total)
  return total
}

function treeImportances(tree: Tree, numFeatures: number): Float64Array {
  const importances = new Float64Array(numFeatures)
  for (let node = 0; node < tree.numNodes; node++) {
    if (tree.feature[node] >= 0) importances[tree.feature[node]] += tree.gain[node] * tree.numRows[node]
  }
  return importances
}

/** Divides by the sum, in place; leaves zeros alone. */
function normalise(values: Float64Array): void {
  const sum = values.reduce((total, value) => total + value, 0)
  if (sum > 0) for (let at = 0; at < values.length; at++) values[at] /= sum
}
