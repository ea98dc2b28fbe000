import { fitBoosting } from '../../learn/boosting.ts'
import { fitForest, fitForests } from '../../learn/forest.ts'
import { fitLinearRegression } from '../../learn/linear-regression.ts'
import type { TrainingSet } from '../../learn/training-set.ts'
import type { RunOptions } from '../../learn/tree-workers.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName, RegressionModel } from '../../model/regression-model.ts'

/**
 * Fits a model by its name.
 *
 * @throws FreeflowError `usage` for parameters out of bounds, `interrupted` when the signal fires.
 */
export async function fitModel(
  name: ModelName,
  training: TrainingSet,
  params: Params,
  options: RunOptions,
): Promise<RegressionModel> {
  if (name === 'linear_regression') return fitLinearRegression(training, params)
  return name === 'random_forest'
    ? fitForest(training, params, options)
    : fitBoosting(training, params, options)
}

/**
 * Fits the models that are planned together.
 *
 * @param params  Of each model.
 * @throws FreeflowError as `fitModel`.
 */
export async function fitModels(
  name: ModelName,
  training: TrainingSet,
  params: readonly Params[],
  options: RunOptions,
): Promise<RegressionModel[]> {
  if (name === 'random_forest') return fitForests(training, params, options)
  return Promise.all(params.map((one) => fitModel(name, training, one, options)))
}

/** Number of steps that fitting reports as progress: trees, or one for linear regression. */
export function numFitSteps(name: ModelName, params: Params): number {
  if (name === 'linear_regression') return 1
  return Number(params[name === 'random_forest' ? 'numTrees' : 'maxIter'])
}
