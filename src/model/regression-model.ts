import type { GradientBoostedTreesModel, RandomForestModel } from './ensemble.ts'
import type { LinearRegressionModel } from './linear.ts'

/** A trained model; `kind` is also the name under which the store keeps it. */
export type RegressionModel = LinearRegressionModel | RandomForestModel | GradientBoostedTreesModel

/** Name of a model; also its directory in the store. */
export type ModelName = RegressionModel['kind']
