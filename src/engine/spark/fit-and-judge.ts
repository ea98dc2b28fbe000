import type { RegressionMetrics } from '../../metrics/regression.ts'
import type { Params } from '../../model/params.ts'
import type { ModelName } from '../../model/regression-model.ts'
import type { KeptFrame } from '../../spark/keep-frame.ts'
import type { SparkModel } from '../../spark/ml/spark-model.ts'
import type { FittedModel } from '../fitted-model.ts'
import { fetchModel } from './fetch-model.ts'
import { evaluateMetric, fitEstimator } from './fit-estimator.ts'
import type { PreparedSplit } from './prepare-split.ts'
import { sparkParams, whatSparkLacks } from './spark-params.ts'
import type { SparkRun } from './spark-run.ts'
import { tellTasks } from './tell-tasks.ts'

/** Lets Spark fit a model and judge it on both sides, brings it here, and lets Spark forget it. */
export async function fitAndJudge(
  run: SparkRun,
  name: ModelName,
  asked: Params,
  { train, test }: PreparedSplit,
): Promise<FittedModel> {
  const { session, host } = run
  const startMs = host.now()
  const lacking = whatSparkLacks(asked)
  if (lacking !== null) host.report.warn(`${name}: ${lacking}`)
  const params = sparkParams(asked)
  const onProgress = tellTasks(name, host)
  const fitted = await fitEstimator(session.using({ onProgress }), name, params, train)
  const fittedMs = host.now()
  const model = await fetchModel(run, name, params, fitted)
  const metrics = await judge(run, fitted, test)
  const trainMetrics = await judge(run, fitted, train)
  await session.delete(fitted)
  const seconds = { fit: (fittedMs - startMs) / 1000, evaluate: (host.now() - fittedMs) / 1000 }
  return { model, metrics, trainMetrics, seconds }
}

/** Predicts once, and measures the predictions. */
async function judge(
  { session, kept }: SparkRun,
  model: SparkModel,
  side: KeptFrame,
): Promise<RegressionMetrics> {
  const predicted = session.transform(model, side)
  const predictions = await kept.keepColumns(session, predicted, 'prediction, label')
  const r2 = await evaluateMetric(session, predictions, 'r2')
  const rmse = await evaluateMetric(session, predictions, 'rmse')
  const mae = await evaluateMetric(session, predictions, 'mae')
  await kept.forget(session, predictions)
  return { r2, rmse, mae }
}
