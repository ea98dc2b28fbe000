import type { Params } from './params.ts'
import type { Tree } from './tree.ts'

/** A random forest: its prediction is the mean of its trees. */
export interface RandomForestModel {
  readonly kind: 'random_forest'
  /** Length of the feature vector. */
  readonly numFeatures: number
  readonly trees: readonly Tree[]
  /** The parameters that it was trained with, by Spark's names. */
  readonly params: Params
}

/** Gradient-boosted trees: the prediction is the weighted sum of the trees. */
export interface GradientBoostedTreesModel {
  readonly kind: 'gradient_boosted_trees'
  readonly numFeatures: number
  readonly trees: readonly Tree[]
  /** Weight of each tree, [trees.length]: 1 for the first, stepSize for the others. */
  readonly treeWeights: Float64Array
  readonly params: Params
}

/** A model that is made of trees. */
export type Ensemble = RandomForestModel | GradientBoostedTreesModel
