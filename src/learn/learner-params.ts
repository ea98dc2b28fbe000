import { linearParams } from './linear-regression.ts'
import { boostingParams, forestParams } from './tree-params.ts'

/** The declared parameters of each learner, by the name of its model. */
export const learnerParams = {
  linear_regression: linearParams,
  random_forest: forestParams,
  gradient_boosted_trees: boostingParams,
} as const
