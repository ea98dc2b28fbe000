import type { RegressionMetrics } from '../../metrics/regression.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { Frame } from '../../spark/frame.ts'
import type { SparkModel } from '../../spark/ml/spark-model.ts'
import type { SparkSession } from '../../spark/session.ts'

const estimators: Readonly<Record<ModelName, string>> = {
  linear_regression: 'LinearRegression',
  random_forest: 'RandomForestRegressor',
  gradient_boosted_trees: 'GBTRegressor',
}

/**
 * Lets Spark fit a model by its name and Spark's own parameter names, which ours are.
 *
 * @param train  Columns `features` and `label`.
 */
export function fitEstimator(
  session: SparkSession,
  name: ModelName,
  params: Params,
  train: Frame,
): Promise<SparkModel> {
  const columns = { featuresCol: 'features', labelCol: 'label' }
  const stage = {
    class: `org.apache.spark.ml.regression.${estimators[name]}`,
    params: { ...params, ...columns },
  }
  return session.fit(stage, train)
}

/** Measures predictions, a column `prediction` beside `label`, by Spark's RegressionEvaluator. */
export function evaluateMetric(
  session: SparkSession,
  predictions: Frame,
  metricName: keyof RegressionMetrics,
): Promise<number> {
  const params = { metricName, labelCol: 'label', predictionCol: 'prediction' }
  return session.evaluate(
    { class: 'org.apache.spark.ml.evaluation.RegressionEvaluator', params },
    predictions,
  )
}
